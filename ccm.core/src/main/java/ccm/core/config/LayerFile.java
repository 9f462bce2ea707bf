package ccm.core.config;

import ccm.parts.files.AtomicFile;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One layer on disk, as its leaves by their paths. */
final class LayerFile {
    private static final Logger LOG = LoggerFactory.getLogger(LayerFile.class);
    private static final int MAX_BYTES = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ObjectReader STRICT =
            JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final ObjectReader COMMENTED = STRICT.with(JsonReadFeature.ALLOW_JAVA_COMMENTS);
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

    private static final int MAX_DEPTH = 32;
    private static final int MAX_LEAVES = 20_000;

    private final AtomicFile file;
    private boolean spoiled;

    LayerFile(Path file) {
        this.file = new AtomicFile(file);
    }

    /** Where it is. */
    Path path() {
        return file.path();
    }

    /**
     * What the file says; nothing when there is none. A corrupt file is kept aside and its last
     * good copy used, and when that is corrupt too, nothing; either is said as an error.
     */
    SortedMap<String, JsonNode> read() {
        boolean there = Files.exists(file.path());
        if (!there && !Files.exists(file.lastGood())) {
            return Collections.emptySortedMap();
        }
        String reason = "missing";
        if (there) {
            try {
                return parse(file.path(), STRICT);
            } catch (IOException e) {
                reason = reason(e) + keepAside(file);
            }
        }
        spoiled = true;
        return readLastGood(reason);
    }

    /** True when {@link #read} could not use the file. */
    boolean spoiled() {
        return spoiled;
    }

    /** Moves the file out of the way, for a person to look at. */
    void setAside() throws IOException {
        if (Files.exists(file.path())) {
            LOG.warn("{}: set aside as {}", file.path(), file.setAside());
        }
    }

    /** Replaces what the file says; afterwards all of it is there, or nothing has changed. */
    void write(Map<String, JsonNode> leaves) throws IOException {
        String text = PRETTY.writeValueAsString(Leaves.tree(leaves)) + "\n";
        file.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What the file says, for this one time: it is deleted before that is used. Empty when there is
     * none, it is corrupt, or cannot be deleted.
     */
    Optional<SortedMap<String, JsonNode>> take() {
        if (!Files.exists(file.path())) {
            return Optional.empty();
        }
        try {
            SortedMap<String, JsonNode> said = parse(file.path(), STRICT);
            file.delete();
            return Optional.of(said);
        } catch (IOException e) {
            LOG.error(
                    "{}: not used: {}{}. Starting with what was saved.",
                    file.path(),
                    reason(e),
                    keepAside(file));
            return Optional.empty();
        }
    }

    /**
     * What a file of the product says, in which comments are allowed; empty when it is unusable.
     */
    static SortedMap<String, JsonNode> readProduct(Path product) {
        try {
            return parse(product, COMMENTED);
        } catch (IOException e) {
            LOG.error(
                    "{}: not used: {}. The product starts with the defaults of its bundles; is the"
                            + " installation whole?",
                    product,
                    reason(e));
            return Collections.emptySortedMap();
        }
    }

    /** The leaves of a text that a person typed. */
    static SortedMap<String, JsonNode> parse(String text) throws IOException {
        return leaves(COMMENTED.readTree(text));
    }

    /**
     * Why a file could not be used, in words. What stands in it, a secret perhaps, is not shown.
     */
    static String reason(IOException e) {
        if (e instanceof JsonProcessingException broken) {
            JsonLocation place = broken.getLocation();
            return place == null
                    ? "not JSON"
                    : "not JSON at line " + place.getLineNr() + " column " + place.getColumnNr();
        }
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException refused) {
            String why = refused.getReason();
            return why == null ? refused.getClass().getSimpleName() : why;
        }
        return String.valueOf(e.getMessage());
    }

    private SortedMap<String, JsonNode> readLastGood(String reason) {
        try {
            SortedMap<String, JsonNode> said = parse(file.lastGood(), STRICT);
            LOG.error(
                    "{}: {}. Using the last good copy {}; look at the settings and save them again.",
                    file.path(),
                    reason,
                    file.lastGood());
            return said;
        } catch (IOException e) {
            LOG.error(
                    "{}: {}; the last good copy {}: {}. STARTING WITHOUT THIS LAYER; restore the"
                            + " file or save the settings again.",
                    file.path(),
                    reason,
                    file.lastGood(),
                    reason(e));
            return Collections.emptySortedMap();
        }
    }

    private static String keepAside(AtomicFile file) {
        try {
            return ", set aside as " + file.setAside();
        } catch (IOException e) {
            return ", cannot be moved aside (" + reason(e) + ")";
        }
    }

    private static SortedMap<String, JsonNode> parse(Path path, ObjectReader reader)
            throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException("longer than " + MAX_BYTES + " bytes");
            }
            return leaves(reader.readTree(content));
        }
    }

    private static SortedMap<String, JsonNode> leaves(JsonNode document) throws IOException {
        if (!(document instanceof ObjectNode tree)) {
            throw new IOException("not a JSON object");
        }
        Bounds.check(tree, MAX_DEPTH, MAX_LEAVES);
        return new TreeMap<>(Leaves.of(tree));
    }
}
