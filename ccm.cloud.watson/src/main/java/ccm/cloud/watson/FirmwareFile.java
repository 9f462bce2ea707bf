package ccm.cloud.watson;

import ccm.parts.files.AtomicFile;
import ccm.parts.json.JsonFile;
import ccm.parts.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the firmware, and the bundle that was downloaded: {@code firmware.json} and
 * {@code firmware.zip} of the folder {@code watson}.
 */
final class FirmwareFile {
    private static final Logger LOG = LoggerFactory.getLogger(FirmwareFile.class);

    private final Path path;
    private final Path bundle;

    FirmwareFile(Path folder) {
        path = folder.resolve("firmware.json");
        bundle = folder.resolve("firmware.zip");
    }

    /** Where the bundle is, or will be. */
    Path bundle() {
        return bundle;
    }

    Firmware read() {
        return Firmware.read(Files.exists(path.getParent()) ? file().read() : Json.object());
    }

    void write(Firmware now) {
        try {
            Files.createDirectories(path.getParent());
            file().write(now.saved());
        } catch (IOException e) {
            LOG.warn("{}: cannot be written. a restart now would forget the update", path, e);
        }
    }

    void deleteBundle() {
        try {
            Files.deleteIfExists(bundle);
        } catch (IOException e) {
            LOG.warn("{}: cannot be deleted, and takes room", bundle, e);
        }
    }

    private JsonFile file() {
        return new JsonFile(new AtomicFile(path));
    }
}
