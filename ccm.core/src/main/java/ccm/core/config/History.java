package ccm.core.config;

import ccm.parts.files.AtomicFile;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's layers that were saved last, in one file, with secrets sealed as they are in the layer
 * itself. Read when it is first needed, not at the start. Not safe for several threads.
 */
final class History {
    /** How many are kept. */
    static final int KEPT = 10;

    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    private static final long MAX_BYTES = 2 << 20; // older ones go when there is more

    /**
     * One saved layer.
     *
     * @param n counts all that were ever saved
     * @param by who saved it: a channel, an address, a user
     * @param what how it came about, in a few words
     * @param paths what differs from the layer before
     * @param layer word for word
     */
    record Entry(
            long n,
            String time,
            String by,
            String what,
            List<String> paths,
            SortedMap<String, JsonNode> layer) {
        ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("n", n).put("time", time).put("by", by).put("what", what);
            json.set("paths", JSON.valueToTree(paths));
            return json.set("layer", Leaves.tree(layer));
        }

        static Entry of(JsonNode json) {
            return new Entry(
                    json.path("n").asLong(),
                    json.path("time").asText(),
                    json.path("by").asText(),
                    json.path("what").asText(),
                    JSON.convertValue(json.withArray("paths"), TEXTS),
                    Leaves.of((ObjectNode) json.path("layer")));
        }
    }

    private final AtomicFile file;
    private Optional<List<Entry>> known = Optional.empty(); // oldest first

    History(Path file) {
        this.file = new AtomicFile(file);
    }

    /** All that is kept, oldest first. */
    List<Entry> entries() {
        if (known.isEmpty()) {
            known = Optional.of(read());
        }
        return List.copyOf(known.get());
    }

    /** The one of that number. */
    Optional<Entry> entry(long n) {
        return entries().stream().filter(entry -> entry.n() == n).findFirst();
    }

    /**
     * Notes what was saved. A layer before it that nobody noted was changed in its file; it is
     * noted, too. What cannot be written is said and kept in memory.
     */
    void add(String by, String what, Map<String, JsonNode> before, Map<String, JsonNode> after) {
        List<Entry> all = new ArrayList<>(entries());
        Map<String, JsonNode> last = all.isEmpty() ? Map.of() : all.get(all.size() - 1).layer();
        if (!same(last, before)) {
            all.add(entry(all, "its file", "found", last, before));
        }
        all.add(entry(all, by, what, before, after));
        try {
            file.write(bounded(all));
        } catch (IOException e) {
            LOG.warn("{}: not written ({})", file.path(), LayerFile.reason(e));
        }
        known = Optional.of(all);
    }

    /** True when two layers say the same in their files. */
    static boolean same(Map<String, JsonNode> one, Map<String, JsonNode> other) {
        return one.size() == other.size() && changed(one, other).isEmpty();
    }

    /** The paths in which two layers differ. */
    static Set<String> changed(Map<String, JsonNode> one, Map<String, JsonNode> other) {
        Set<String> changed = new TreeSet<>(one.keySet());
        changed.addAll(other.keySet());
        // as texts: a number that was read from a file is of another class than one that was set
        changed.removeIf(
                path ->
                        Objects.equals(
                                String.valueOf(one.get(path)), String.valueOf(other.get(path))));
        return changed;
    }

    private static Entry entry(
            List<Entry> all,
            String by,
            String what,
            Map<String, JsonNode> before,
            Map<String, JsonNode> after) {
        return new Entry(
                all.isEmpty() ? 1 : all.get(all.size() - 1).n() + 1,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                by,
                what,
                List.copyOf(changed(before, after)),
                new TreeMap<>(after));
    }

    /** Drops the oldest until the rest is few and short enough. */
    private static byte[] bounded(List<Entry> all) throws IOException {
        while (true) {
            while (all.size() > KEPT) {
                all.remove(0);
            }
            ObjectNode whole = JsonNodeFactory.instance.objectNode();
            ArrayNode list = whole.putArray("entries");
            all.forEach(entry -> list.add(entry.json()));
            byte[] bytes = JSON.writeValueAsBytes(whole);
            if (bytes.length <= MAX_BYTES || all.size() == 1) {
                return bytes;
            }
            all.remove(0);
        }
    }

    private List<Entry> read() {
        List<Entry> found = new ArrayList<>();
        if (Files.exists(file.path())) {
            try {
                JsonNode whole = JSON.readTree(Files.readAllBytes(file.path()));
                whole.path("entries").forEach(entry -> found.add(Entry.of(entry)));
            } catch (IOException | RuntimeException e) {
                LOG.warn("{}: damaged, begun anew", file.path());
                found.clear();
            }
        }
        return found;
    }
}
