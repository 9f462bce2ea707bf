package ccm.cloud.watson;

import ccm.parts.files.AtomicFile;
import ccm.parts.json.JsonFile;
import ccm.parts.wire.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the cloud wanted last: {@code desired.json} of the folder {@code watson}. The platform says
 * it once, and nobody can ask for it again.
 */
final class Wish {
    private static final Logger LOG = LoggerFactory.getLogger(Wish.class);

    private final Path path;
    private Optional<ObjectNode> known = Optional.empty(); // guarded by this

    Wish(Path folder) {
        path = folder.resolve("desired.json");
    }

    synchronized ObjectNode get() {
        if (known.isEmpty()) {
            known =
                    Optional.of(
                            Files.exists(path.getParent())
                                            && file().read() instanceof ObjectNode object
                                    ? object
                                    : Json.object());
        }
        return known.get();
    }

    /** Keeps it; one that cannot be kept counts until the next start. */
    synchronized void set(ObjectNode next) {
        known = Optional.of(next);
        try {
            Files.createDirectories(path.getParent());
            file().write(next);
        } catch (IOException e) {
            LOG.warn("{}: cannot be written. what is wanted is forgotten at a restart", path, e);
        }
    }

    private JsonFile file() {
        return new JsonFile(new AtomicFile(path));
    }
}
