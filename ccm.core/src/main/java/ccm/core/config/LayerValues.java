package ccm.core.config;

import ccm.api.config.ConfigException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands in the files of layers, as values: seals opened, rules checked, complaints made once.
 * Not safe for several threads.
 */
final class LayerValues {
    private static final Logger LOG = LoggerFactory.getLogger(LayerValues.class);

    private final Path key;
    private final Seal seal;
    private final Set<String> told = new HashSet<>();

    /**
     * Makes it.
     *
     * @param key where the key is that seals secrets
     */
    LayerValues(Path key) {
        this.key = key;
        this.seal = new Seal(new DeviceKey(key));
    }

    /** True when this is said for the first time. */
    boolean first(String complaint) {
        return told.add(complaint);
    }

    /** Lays what a file says about a schema's settings over values. */
    void overlay(
            Schema schema,
            SortedMap<String, JsonNode> values,
            String source,
            Map<String, JsonNode> said) {
        said.forEach(
                (path, raw) ->
                        schema.setting(path)
                                .flatMap(setting -> read(setting, source, raw))
                                .ifPresent(value -> values.put(path, value)));
    }

    /** Which rules a layer breaks, in words. */
    List<String> broken(Schema schema, Map<String, JsonNode> said) {
        List<String> broken = new ArrayList<>();
        said.forEach(
                (path, raw) -> {
                    try {
                        Setting setting = schema.settings().get(path);
                        if (setting == null) {
                            schema.misplaced(path, raw).ifPresent(broken::add);
                        } else if (!isSealed(setting, raw)) {
                            setting.check(raw);
                        }
                    } catch (ConfigException e) {
                        broken.add(e.getMessage());
                    }
                });
        return broken;
    }

    /** True when two texts of one setting mean the same, however often it was sealed. */
    boolean same(Schema schema, String path, JsonNode one, JsonNode other) {
        return one.equals(other)
                || schema.setting(path)
                        .filter(setting -> isSealed(setting, one) && isSealed(setting, other))
                        .filter(setting -> opened(setting, one).equals(opened(setting, other)))
                        .isPresent();
    }

    /** True for a secret whose key is lost. */
    boolean unreadable(Setting setting, JsonNode raw) {
        return isSealed(setting, raw) && opened(setting, raw).isEmpty();
    }

    /**
     * A secret as it may be on disk; one that has not changed keeps its seal.
     *
     * @param raw what is there now; a {@code MissingNode} for nothing
     */
    JsonNode sealed(Setting setting, JsonNode value, JsonNode raw) throws IOException {
        if (value.asText().isEmpty()) {
            return value;
        }
        boolean unchanged =
                isSealed(setting, raw) && opened(setting, raw).filter(value::equals).isPresent();
        return unchanged ? raw : TextNode.valueOf(seal.seal(setting.path(), value.textValue()));
    }

    /** The same layer without a secret that anybody could read. */
    SortedMap<String, JsonNode> sealed(Schema schema, Map<String, JsonNode> said)
            throws IOException {
        SortedMap<String, JsonNode> sealed = new TreeMap<>(said);
        for (Setting setting : plainSecrets(schema, said)) {
            sealed.put(setting.path(), sealed(setting, said.get(setting.path())));
        }
        return sealed;
    }

    /** True when a layer shows a secret. */
    static boolean hasPlainSecret(Schema schema, Map<String, JsonNode> said) {
        return !plainSecrets(schema, said).isEmpty();
    }

    private JsonNode sealed(Setting setting, JsonNode plain) throws IOException {
        return TextNode.valueOf(seal.seal(setting.path(), plain.asText()));
    }

    private Optional<JsonNode> read(Setting setting, String source, JsonNode raw) {
        try {
            if (!isSealed(setting, raw)) {
                return Optional.of(setting.check(raw));
            }
            Optional<JsonNode> opened = opened(setting, raw);
            if (opened.isEmpty() && first(source + setting.path())) {
                LOG.error(
                        "{}: {} is sealed and does not open with {}: it counts as not set. Set it"
                                + " again, or bring back the key that it was sealed with.",
                        source,
                        setting.path(),
                        key);
            }
            return opened;
        } catch (ConfigException e) {
            if (first(source + e.getMessage())) {
                LOG.error("{}: {}. Left out; the layers below count.", source, e.getMessage());
            }
            return Optional.empty();
        }
    }

    private Optional<JsonNode> opened(Setting setting, JsonNode raw) {
        return seal.open(setting.path(), raw.textValue()).map(TextNode::valueOf);
    }

    private static boolean isSealed(Setting setting, JsonNode raw) {
        return setting.secret() && raw.isTextual() && Seal.sealed(raw.textValue());
    }

    private static List<Setting> plainSecrets(Schema schema, Map<String, JsonNode> said) {
        return schema.settings().values().stream()
                .filter(Setting::secret)
                .filter(setting -> said.containsKey(setting.path()))
                .filter(setting -> !isSealed(setting, said.get(setting.path())))
                .filter(setting -> !said.get(setting.path()).asText().isEmpty())
                .toList();
    }
}
