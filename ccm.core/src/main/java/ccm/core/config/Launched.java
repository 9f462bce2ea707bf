package ccm.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the launcher tells the tree.
 *
 * @param folder where the layers are
 * @param product what the product's own file says
 * @param commandLine what the command line says, as typed
 */
record Launched(
        Path folder, SortedMap<String, JsonNode> product, SortedMap<String, JsonNode> commandLine) {
    private static final Logger LOG = LoggerFactory.getLogger(Launched.class);

    /** Reads the framework's properties; makes the folder when it is not there. */
    static Launched by(BundleContext context) {
        return new Launched(
                folder(context.getProperty("ccm.data")),
                product(context.getProperty("ccm.config.sku")),
                commandLine(context.getProperty("ccm.config.set")));
    }

    /** What takes the place of every lock, as who starts the gateway wants it. */
    Optional<Lock> lock() {
        return Optional.ofNullable(commandLine.get(Lock.PATH))
                .map(said -> Lock.by(said, "the command line"));
    }

    private static Path folder(String data) {
        if (data == null) {
            throw new IllegalStateException(
                    "ccm.data: not set. Does the launcher name the data folder?");
        }
        return make(Path.of(data, "config"));
    }

    /** Makes a folder for its owner alone, when it is not there. */
    static Path make(Path folder) {
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            LOG.error(
                    "{}: cannot be made ({}). Settings cannot be saved; is the data folder full or"
                            + " read-only?",
                    folder,
                    LayerFile.reason(e));
        }
        return folder;
    }

    private static SortedMap<String, JsonNode> product(String file) {
        return file == null ? Collections.emptySortedMap() : LayerFile.readProduct(Path.of(file));
    }

    private static SortedMap<String, JsonNode> commandLine(String text) {
        try {
            return text == null ? Collections.emptySortedMap() : LayerFile.parse(text);
        } catch (IOException e) {
            LOG.error("ccm.config.set: not used: {}", LayerFile.reason(e));
            return Collections.emptySortedMap();
        }
    }
}
