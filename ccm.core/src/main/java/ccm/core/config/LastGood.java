package ccm.core.config;

import ccm.parts.files.AtomicFile;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last user layer that is known to be good, in a file. When the layer itself says something
 * else, it is on probation; so nothing else has to be written for that to survive a power cut.
 *
 * @param layer word for word
 * @param contacts the names of all contacts that this layer, or one before it, has had
 * @param ready those it had just before the change that is on probation now
 * @param starts how often the gateway has started on probation
 * @param proven what takes this one's place as soon as the user's layer says so
 */
record LastGood(
        SortedMap<String, JsonNode> layer,
        Set<String> contacts,
        Set<String> ready,
        int starts,
        Optional<Proven> proven) {
    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<TreeSet<String>> NAMES = new TypeReference<>() {};

    /**
     * Something that was tried before it is saved. It is written first: so the one step that saves
     * it, the user's layer moved into its place, also ends that it has to prove itself.
     *
     * @param user the user's layer with it, word for word
     * @param layer the last good one with it
     */
    record Proven(SortedMap<String, JsonNode> user, SortedMap<String, JsonNode> layer) {
        Proven {
            user = copy(user);
            layer = copy(layer);
        }
    }

    LastGood {
        layer = copy(layer);
        contacts = Set.copyOf(contacts);
        ready = Set.copyOf(ready);
    }

    LastGood(
            SortedMap<String, JsonNode> layer,
            Set<String> contacts,
            Set<String> ready,
            int starts) {
        this(layer, contacts, ready, starts, Optional.empty());
    }

    /** The same, which gives way when the user's layer says what it is to say next. */
    LastGood before(SortedMap<String, JsonNode> user, SortedMap<String, JsonNode> next) {
        return new LastGood(layer, contacts, ready, starts, Optional.of(new Proven(user, next)));
    }

    /** What counts when the user's layer says this. */
    LastGood with(SortedMap<String, JsonNode> user) {
        return proven.filter(next -> History.same(next.user(), user))
                .map(next -> new LastGood(next.layer(), contacts, ready, starts))
                .orElse(this);
    }

    /** What a file says; empty when there is none, or it is damaged. */
    static Optional<LastGood> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            return Optional.of(
                    new LastGood(
                            Leaves.of((ObjectNode) json.path("layer")),
                            JSON.convertValue(json.withArray("contacts"), NAMES),
                            JSON.convertValue(json.withArray("ready"), NAMES),
                            json.path("starts").asInt(),
                            proven(json.path("proven"))));
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: damaged. What is saved now counts as good.", file);
            return Optional.empty();
        }
    }

    /** Writes it, all or nothing. */
    void write(Path file) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("layer", Leaves.tree(layer));
        json.set("contacts", JSON.valueToTree(new TreeSet<>(contacts)));
        json.set("ready", JSON.valueToTree(new TreeSet<>(ready)));
        json.put("starts", starts);
        proven.ifPresent(
                next -> {
                    ObjectNode later = json.putObject("proven");
                    later.set("user", Leaves.tree(next.user()));
                    later.set("layer", Leaves.tree(next.layer()));
                });
        new AtomicFile(file).write(JSON.writeValueAsBytes(json));
    }

    private static Optional<Proven> proven(JsonNode json) {
        return json instanceof ObjectNode
                ? Optional.of(
                        new Proven(
                                Leaves.of((ObjectNode) json.path("user")),
                                Leaves.of((ObjectNode) json.path("layer"))))
                : Optional.empty();
    }

    private static SortedMap<String, JsonNode> copy(SortedMap<String, JsonNode> layer) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(layer));
    }
}
