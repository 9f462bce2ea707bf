package ccm.cloud;

import ccm.parts.files.AtomicFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small JSON file of the engine. A damaged one is kept aside for a person to look at, and the
 * last good copy counts.
 */
final class JsonFile {
    private static final Logger LOG = LoggerFactory.getLogger(JsonFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicFile file;

    JsonFile(AtomicFile file) {
        this.file = file;
    }

    /** What it says; a {@code MissingNode} when there is none that can be read. */
    JsonNode read() {
        if (!Files.exists(file.path())) {
            return MissingNode.getInstance();
        }
        try {
            return parse(file.path());
        } catch (IOException e) {
            return setAside(e);
        }
    }

    void write(JsonNode content) throws IOException {
        file.write(JSON.writeValueAsBytes(content));
    }

    private JsonNode setAside(IOException damage) {
        JsonNode last = MissingNode.getInstance();
        try {
            if (Files.exists(file.lastGood())) {
                last = parse(file.lastGood());
            }
            LOG.warn(
                    "{}: damaged ({}). {} It is kept as {}",
                    file.path(),
                    damage.getMessage(),
                    last.isMissingNode() ? "Starting empty." : "Using the copy before it.",
                    file.setAside());
        } catch (IOException e) {
            LOG.warn(
                    "{}: damaged, and so is what is beside it ({}). Starting empty",
                    file.path(),
                    e.getMessage());
        }
        return last;
    }

    private static JsonNode parse(Path path) throws IOException {
        JsonNode content = JSON.readTree(Files.readAllBytes(path));
        if (content == null || content.isMissingNode()) {
            throw new IOException("it is empty");
        }
        return content;
    }
}
