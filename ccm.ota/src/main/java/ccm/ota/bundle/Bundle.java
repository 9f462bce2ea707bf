package ccm.ota.bundle;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareImage;
import java.nio.file.Path;
import java.util.Map;

/**
 * A bundle that was found whole, meant for this host, and allowed.
 *
 * @param sha256 of the whole file, in lower-case hex digits
 * @param images what to write, by the type of the parts; upper and lower case are the same there
 */
public record Bundle(Manifest manifest, String sha256, Map<String, FirmwareImage> images) {

    /**
     * Reads a bundle, or an image that says by itself where its bytes belong, and checks all of it.
     *
     * @throws FirmwareException {@code BAD_BUNDLE}, {@code BAD_SIGNATURE} or {@code INTERNAL}; the
     *     message has the original's text where it had one, the cause and the remedy
     */
    public static Bundle open(Path file, BundleRules rules) throws FirmwareException {
        BundleReader reader = new BundleReader(rules);
        return reader.read(reader.load(file));
    }
}
