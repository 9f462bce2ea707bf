package ccm.parts.json;

import ccm.parts.files.AtomicFile;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small JSON file that matters. A damaged one is kept aside for a person to look at, and the last
 * good copy counts.
 */
public final class JsonFile {
    private static final Logger LOG = LoggerFactory.getLogger(JsonFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicFile file;

    public JsonFile(AtomicFile file) {
        this.file = file;
    }

    /** What it says; a {@code MissingNode} when there is none that can be read. */
    public JsonNode read() {
        if (Files.exists(file.path())) {
            try {
                return parse(file.path());
            } catch (IOException e) {
                return lastGood("damaged (" + reason(e) + ")" + setAside());
            }
        }
        return Files.exists(file.lastGood()) ? lastGood("missing") : MissingNode.getInstance();
    }

    /** Replaces what it says; all of it is on disk afterwards, or none. */
    public void write(JsonNode content) throws IOException {
        file.write(JSON.writeValueAsBytes(content));
    }

    private JsonNode lastGood(String trouble) {
        try {
            JsonNode last = parse(file.lastGood());
            LOG.warn(
                    "{}: {}. Using the copy before it, {}.", file.path(), trouble, file.lastGood());
            return last;
        } catch (IOException e) {
            LOG.warn(
                    "{}: {}; the copy before it: {}. Starting empty.",
                    file.path(),
                    trouble,
                    reason(e));
            return MissingNode.getInstance();
        }
    }

    private String setAside() {
        try {
            return ", kept as " + file.setAside();
        } catch (IOException e) {
            return ", cannot be moved aside (" + reason(e) + ")";
        }
    }

    /** One line, without what stands in the file. */
    private static String reason(IOException e) {
        if (e instanceof JsonProcessingException) {
            return "not JSON";
        }
        return e instanceof NoSuchFileException ? "there is none" : String.valueOf(e.getMessage());
    }

    private static JsonNode parse(Path path) throws IOException {
        JsonNode content = JSON.readTree(Files.readAllBytes(path));
        if (content == null || content.isMissingNode()) {
            throw new IOException("it is empty");
        }
        return content;
    }
}
