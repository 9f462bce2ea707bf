package ccm.core.config;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigException.Kind;
import ccm.api.config.ConfigTree;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
 * The saved layers, each holding what differs from those below it: the bundles' defaults (0), the
 * product's file and its overlay (1), vendors (2 to 8), the user (9). Not safe for several threads.
 */
final class Layers {
    private static final Logger LOG = LoggerFactory.getLogger(Layers.class);

    private final Path folder;
    private final SortedMap<String, JsonNode> product;
    private final List<LayerFile> files = new ArrayList<>(); // place 0 is level 1
    private final List<SortedMap<String, JsonNode>> stored = new ArrayList<>();
    private final LayerFile trial;
    private final Seal seal;
    private final Set<String> told = new HashSet<>(); // complaints are made once

    /**
     * Reads the files.
     *
     * @param folder where the layers are
     * @param product what the product's own file says
     */
    Layers(Path folder, SortedMap<String, JsonNode> product) {
        this.folder = folder;
        this.product = product;
        this.seal = new Seal(new DeviceKey(folder.resolve("device.key")));
        for (int level = 1; level <= ConfigTree.USER_LEVEL; level++) {
            LayerFile file = new LayerFile(folder.resolve("conf" + level + ".json"));
            files.add(file);
            stored.add(file.read());
        }
        this.trial = new LayerFile(folder.resolve("conf9.json.try"));
    }

    /** What layers 0 to {@code level} say together about the settings of a schema. */
    SortedMap<String, JsonNode> level(Schema schema, int level) {
        SortedMap<String, JsonNode> values = schema.defaults();
        if (level >= 1) {
            overlay(schema, values, "the product's file", product);
        }
        for (int i = 0; i < level; i++) {
            overlay(schema, values, name(i), stored.get(i));
        }
        return values;
    }

    /** What the user's layer is to be for this start only; deleted by asking. */
    Optional<SortedMap<String, JsonNode>> takeTrial(Schema schema) {
        return trial.take()
                .map(
                        said -> {
                            SortedMap<String, JsonNode> values =
                                    level(schema, ConfigTree.USER_LEVEL - 1);
                            overlay(schema, values, trial.path().toString(), said);
                            return values;
                        });
    }

    /**
     * Makes a layer say what it takes for layers 0 to {@code level} to give these values.
     *
     * @param once true to write the user's layer for the next start only
     * @throws ConfigException it could not be written; nothing has changed
     */
    void write(Schema schema, int level, Map<String, JsonNode> values, boolean once)
            throws ConfigException {
        int place = level - 1;
        LayerFile file = once ? trial : files.get(place);
        SortedMap<String, JsonNode> before = stored.get(place);
        try {
            SortedMap<String, JsonNode> next = difference(schema, level, values);
            file.write(next);
            if (hasPlainSecret(schema, before)) {
                file.write(next); // once more, or the last good copy would go on showing it
            }
            if (!once) {
                stored.set(place, Collections.unmodifiableSortedMap(next));
            }
        } catch (IOException e) {
            throw new ConfigException(
                    Kind.STORAGE,
                    folder
                            + ": cannot save "
                            + file.path().getFileName()
                            + " ("
                            + LayerFile.reason(e)
                            + "). Is the data folder full or read-only?",
                    e);
        }
    }

    /** Says once what the layers hold that no installed bundle has; it is kept. */
    void tellUnknown(Schema schema) {
        for (int i = 0; i < stored.size(); i++) {
            List<String> unknown =
                    stored.get(i).keySet().stream()
                            .filter(path -> schema.setting(path).isEmpty())
                            .toList();
            if (!unknown.isEmpty() && told.add(name(i) + unknown)) {
                LOG.warn(
                        "{}: no installed bundle has {}. Kept for when one does; is it spelt right?",
                        name(i),
                        unknown);
            }
        }
    }

    private String name(int place) {
        return files.get(place).path().toString();
    }

    private void overlay(
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

    private Optional<JsonNode> read(Setting setting, String source, JsonNode raw) {
        try {
            if (!isSealed(setting, raw)) {
                return Optional.of(setting.check(raw));
            }
            Optional<JsonNode> opened = opened(setting, raw);
            if (opened.isEmpty() && told.add(source + setting.path())) {
                LOG.error(
                        "{}: {} is sealed and does not open with {}: it counts as not set. Set it"
                                + " again, or bring back the key that it was sealed with.",
                        source,
                        setting.path(),
                        folder.resolve("device.key"));
            }
            return opened;
        } catch (ConfigException e) {
            if (told.add(source + e.getMessage())) {
                LOG.error("{}: {}. Left out; the layers below count.", source, e.getMessage());
            }
            return Optional.empty();
        }
    }

    private Optional<JsonNode> opened(Setting setting, JsonNode raw) {
        return seal.open(setting.path(), raw.textValue()).map(TextNode::valueOf);
    }

    private SortedMap<String, JsonNode> difference(
            Schema schema, int level, Map<String, JsonNode> values) throws IOException {
        SortedMap<String, JsonNode> before = stored.get(level - 1);
        SortedMap<String, JsonNode> below = level(schema, level - 1);
        if (level == 1) {
            overlay(schema, below, "the product's file", product);
        }
        SortedMap<String, JsonNode> next = new TreeMap<>(before);
        next.keySet().removeIf(path -> schema.setting(path).isPresent());
        for (Setting setting : schema.settings().values()) {
            String path = setting.path();
            JsonNode value = values.get(path);
            JsonNode raw = before.get(path);
            boolean same = value.equals(below.get(path));
            boolean unreadable =
                    raw != null && isSealed(setting, raw) && opened(setting, raw).isEmpty();
            if (same && unreadable) {
                next.put(path, raw); // its key may come back
            } else if (!same) {
                next.put(path, setting.secret() ? sealed(setting, value, raw) : value);
            }
        }
        return next;
    }

    /** A secret as it may be on disk; one that has not changed keeps its seal. */
    private JsonNode sealed(Setting setting, JsonNode value, JsonNode raw) throws IOException {
        if (value.asText().isEmpty()) {
            return value;
        }
        boolean unchanged =
                raw != null
                        && isSealed(setting, raw)
                        && opened(setting, raw).filter(value::equals).isPresent();
        return unchanged ? raw : TextNode.valueOf(seal.seal(setting.path(), value.textValue()));
    }

    private static boolean isSealed(Setting setting, JsonNode raw) {
        return setting.secret() && raw.isTextual() && Seal.sealed(raw.textValue());
    }

    private static boolean hasPlainSecret(Schema schema, Map<String, JsonNode> said) {
        return schema.settings().values().stream()
                .filter(Setting::secret)
                .filter(setting -> said.containsKey(setting.path()))
                .map(setting -> said.get(setting.path()).asText())
                .anyMatch(text -> !text.isEmpty() && !Seal.sealed(text));
    }
}
