package ccm.core.config;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigException.Kind;
import ccm.api.config.ConfigTree;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final int USER = ConfigTree.USER_LEVEL;
    private static final String PRODUCT = "the product's file";

    private final Path folder;
    private final SortedMap<String, JsonNode> product;
    private final List<LayerFile> files = new ArrayList<>(); // place 0 is level 1
    private final List<SortedMap<String, JsonNode>> stored = new ArrayList<>();
    private final LayerFile trial;
    private final LayerValues reading;
    private final Optional<Lock> operator;
    private final List<Lock> locks = new ArrayList<>(); // place 0 guards level 1
    private final List<Map<String, JsonNode>> counting = new ArrayList<>();
    private boolean userSpoiled;

    /**
     * Reads the files.
     *
     * @param folder where the layers are
     * @param product what the product's own file says; no lock holds for it
     */
    Layers(Path folder, SortedMap<String, JsonNode> product) {
        this(folder, product, Optional.empty());
    }

    /**
     * Reads the files.
     *
     * @param operator takes the place of every lock, as who starts the gateway wants it
     */
    Layers(Path folder, SortedMap<String, JsonNode> product, Optional<Lock> operator) {
        this.operator = operator;
        this.folder = folder;
        this.product = product;
        this.reading = new LayerValues(folder.resolve("device.key"));
        for (int level = 1; level <= ConfigTree.USER_LEVEL; level++) {
            LayerFile file = new LayerFile(folder.resolve("conf" + level + ".json"));
            files.add(file);
            stored.add(file.read());
            userSpoiled = file.spoiled(); // the last one is the user's
        }
        this.trial = new LayerFile(folder.resolve("conf9.json.try"));
        weigh();
    }

    /**
     * What layers 0 to {@code level} say together about the settings of a schema. What a layer says
     * about a path that those below it lock does not count.
     */
    SortedMap<String, JsonNode> level(Schema schema, int level) {
        SortedMap<String, JsonNode> values = schema.defaults();
        if (level >= 1) {
            reading.overlay(schema, values, PRODUCT, product);
        }
        for (int i = 1; i <= level; i++) {
            reading.overlay(schema, values, name(i - 1), counting.get(i - 1));
        }
        return values;
    }

    /** What guards a layer: the {@code conf_acl} of those below it. */
    Lock lock(int level) {
        return locks.get(level - 1);
    }

    private void keep(int level, SortedMap<String, JsonNode> said) {
        stored.set(level - 1, Collections.unmodifiableSortedMap(said));
        weigh();
    }

    /** Finds out what guards each layer, and what of it counts. */
    private void weigh() {
        locks.clear();
        counting.clear();
        Lock lock = Lock.NONE;
        if (product.containsKey(Lock.PATH)) {
            lock = Lock.by(product.get(Lock.PATH), PRODUCT);
        }
        lock = operator.orElse(lock);
        for (int level = 1; level <= USER; level++) {
            locks.add(lock);
            counting.add(allowed(level, name(level - 1), stored.get(level - 1)));
            JsonNode said = counting.get(level - 1).get(Lock.PATH);
            if (said != null && operator.isEmpty()) {
                lock = Lock.by(said, Lock.layer(level));
            }
        }
    }

    /** What the file of a layer says, word for word. */
    SortedMap<String, JsonNode> raw(int level) {
        return stored.get(level - 1);
    }

    /** What the user's layer is to be for this start only; deleted by asking. */
    Optional<SortedMap<String, JsonNode>> takeTrial(Schema schema) {
        return trial.take()
                .map(
                        said -> {
                            SortedMap<String, JsonNode> values = level(schema, USER - 1);
                            String source = trial.path().toString();
                            reading.overlay(schema, values, source, allowed(USER, source, said));
                            return values;
                        });
    }

    /** Hears what a layer's file is about to say. */
    @FunctionalInterface
    interface Witness {
        /** Throws to leave the file as it is. */
        void writing(SortedMap<String, JsonNode> next) throws ConfigException;
    }

    /**
     * Makes a layer say what it takes for layers 0 to {@code level} to give these values.
     *
     * @param once true to write the user's layer for the next start only
     * @throws ConfigException it could not be written; nothing has changed
     */
    void write(Schema schema, int level, Map<String, JsonNode> values, boolean once)
            throws ConfigException {
        write(schema, level, values, once, next -> {});
    }

    /** The same, with somebody told just before. */
    void write(
            Schema schema, int level, Map<String, JsonNode> values, boolean once, Witness witness)
            throws ConfigException {
        LayerFile file = once ? trial : files.get(level - 1);
        try {
            SortedMap<String, JsonNode> next = difference(schema, level, values);
            witness.writing(next);
            file.write(next);
            if (LayerValues.hasPlainSecret(schema, raw(level))) {
                file.write(next); // once more, or the last good copy would go on showing it
            }
            if (!once) {
                keep(level, next);
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /**
     * Makes the user's layer say this, word for word, but leaves what is locked as it is.
     *
     * @throws ConfigException it could not be written; nothing has changed
     */
    void replaceUser(Map<String, JsonNode> wanted) throws ConfigException {
        LayerFile file = files.get(USER - 1);
        try {
            SortedMap<String, JsonNode> next = userLayer(wanted);
            file.write(next);
            keep(USER, next);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /**
     * What the settings would be if the user's layer said this. What is locked is not left out,
     * unless the present layer says the same, so that who wants it can be told.
     */
    SortedMap<String, JsonNode> withUser(Schema schema, Map<String, JsonNode> wanted) {
        Lock lock = lock(USER);
        SortedMap<String, JsonNode> said = new TreeMap<>(wanted);
        raw(USER)
                .forEach(
                        (path, value) -> {
                            if (!lock.allows(path)
                                    && reading.same(schema, path, value, or(said.get(path)))) {
                                said.remove(path);
                            }
                        });
        SortedMap<String, JsonNode> values = level(schema, USER - 1);
        reading.overlay(schema, values, name(USER - 1), said);
        return values;
    }

    private SortedMap<String, JsonNode> userLayer(Map<String, JsonNode> wanted) {
        Lock lock = lock(USER);
        SortedMap<String, JsonNode> next = new TreeMap<>(wanted);
        next.keySet().removeIf(path -> !lock.allows(path));
        raw(USER)
                .forEach(
                        (path, value) -> {
                            if (!lock.allows(path)) {
                                next.put(path, value);
                            }
                        });
        return next;
    }

    private ConfigException failed(LayerFile file, IOException e) {
        return new ConfigException(
                Kind.STORAGE,
                folder
                        + ": cannot save "
                        + file.path().getFileName()
                        + " ("
                        + LayerFile.reason(e)
                        + "). Is the data folder full or read-only?",
                e);
    }

    /** Seals what somebody wrote into the user's layer in clear. */
    void sealUser(Schema schema) throws ConfigException {
        if (LayerValues.hasPlainSecret(schema, raw(USER))) {
            LayerFile file = files.get(USER - 1);
            try {
                SortedMap<String, JsonNode> next = reading.sealed(schema, raw(USER));
                file.write(next);
                file.write(next); // once more for the last good copy
                keep(USER, next);
            } catch (IOException e) {
                throw failed(file, e);
            }
        }
    }

    /** What the user's layer says, without a secret that anybody could read. */
    SortedMap<String, JsonNode> sealedUser(Schema schema) throws ConfigException {
        try {
            return reading.sealed(schema, raw(USER));
        } catch (IOException e) {
            throw failed(files.get(USER - 1), e);
        }
    }

    /** True when the user's file could not be read at the start. */
    boolean userSpoiled() {
        return userSpoiled;
    }

    /** Moves the user's file away for a person to look at; what it says still counts. */
    void setUserAside() throws IOException {
        files.get(USER - 1).setAside();
    }

    /** Which rules of the settings a layer breaks, in words. */
    List<String> broken(Schema schema, Map<String, JsonNode> said) {
        return reading.broken(schema, said);
    }

    /** The settings that the user's layer says something about, secrets in clear. */
    SortedMap<String, JsonNode> userValues(Schema schema) {
        SortedMap<String, JsonNode> values = new TreeMap<>();
        reading.overlay(schema, values, name(USER - 1), counting.get(USER - 1));
        return values;
    }

    /** Says once what the layers hold that no installed bundle has; it is kept. */
    void tellUnknown(Schema schema) {
        for (int i = 0; i < stored.size(); i++) {
            List<String> unknown =
                    stored.get(i).keySet().stream()
                            .filter(path -> schema.setting(path).isEmpty())
                            .toList();
            if (!unknown.isEmpty() && reading.first(name(i) + unknown)) {
                LOG.warn(
                        "{}: no installed bundle has {}. Kept for when one does; is it spelt right?",
                        name(i),
                        unknown);
            }
        }
    }

    /** What of a layer counts. Most have nothing to leave out. */
    private Map<String, JsonNode> allowed(
            int level, String source, SortedMap<String, JsonNode> said) {
        Lock lock = lock(level);
        if (lock.acl().open()) {
            return said;
        }
        SortedMap<String, JsonNode> left = new TreeMap<>(said);
        left.keySet().removeIf(path -> !lock.allows(path));
        if (left.size() < said.size() && reading.first(source + lock + said.keySet())) {
            SortedMap<String, JsonNode> rest = new TreeMap<>(said);
            rest.keySet().removeAll(left.keySet());
            LOG.warn(
                    "{}: {} does not count: locked, conf_acl of {} is \"{}\"",
                    source,
                    rest.keySet(),
                    lock.of(),
                    lock.acl().text());
        }
        return left;
    }

    private String name(int place) {
        return files.get(place).path().toString();
    }

    private SortedMap<String, JsonNode> difference(
            Schema schema, int level, Map<String, JsonNode> values) throws IOException {
        SortedMap<String, JsonNode> before = stored.get(level - 1);
        SortedMap<String, JsonNode> below = level(schema, level - 1);
        if (level == 1) {
            reading.overlay(schema, below, PRODUCT, product);
        }
        Lock lock = lock(level);
        SortedMap<String, JsonNode> next = new TreeMap<>(before);
        next.keySet().removeIf(path -> schema.setting(path).isPresent());
        for (Setting setting : schema.settings().values()) {
            String path = setting.path();
            JsonNode value = values.get(path);
            JsonNode raw = before.get(path);
            boolean same = value.equals(below.get(path));
            boolean unreadable = raw != null && reading.unreadable(setting, raw);
            boolean locked = raw != null && !lock.allows(path);
            if (same && (unreadable || locked)) {
                next.put(path, raw); // its key may come back, its lock may go
            } else if (!same) {
                next.put(path, setting.secret() ? reading.sealed(setting, value, or(raw)) : value);
            }
        }
        return next;
    }

    private static JsonNode or(JsonNode raw) {
        return raw == null ? MissingNode.getInstance() : raw;
    }
}
