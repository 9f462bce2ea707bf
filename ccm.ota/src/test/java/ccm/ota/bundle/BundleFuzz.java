package ccm.ota.bundle;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareImage;

/** Files of any bytes, as bundles: read, or refused in words. */
public final class BundleFuzz {
    private static final String REFUSED = "Malformed archive";

    private BundleFuzz() {}

    public static void fuzzerTestOneInput(byte[] file) {
        try {
            Bundle bundle = Opened.open(file);
            for (FirmwareImage image : bundle.images().values()) {
                if (image.isEmpty() || image.size() > Opened.LIMITS.unpacked()) {
                    throw new IllegalStateException("an image of " + image.size() + " bytes");
                }
            }
        } catch (FirmwareException e) {
            requireWords(e);
        }
    }

    private static void requireWords(FirmwareException refusal) {
        String text = refusal.getMessage();
        boolean expected =
                refusal.reason() == Reason.BAD_BUNDLE || refusal.reason() == Reason.BAD_SIGNATURE;
        if (!expected || text.contains("null") && !text.startsWith(REFUSED)) {
            throw new IllegalStateException("a refusal without a reason", refusal);
        }
    }
}
