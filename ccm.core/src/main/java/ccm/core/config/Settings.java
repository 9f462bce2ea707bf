package ccm.core.config;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigTree;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in force: the saved layers, over them what is held for this run (the command line, and
 * values that a changed vendor layer must not touch before the next start), over that the changes
 * that nobody has saved yet. Not safe for several threads.
 *
 * <p>Invariant: {@code changes} holds a known path only when its value differs from what the saved
 * layers and the held values say.
 */
final class Settings {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

    private static final int USER = ConfigTree.USER_LEVEL;

    /** Whether values go together, for who has to know before they are saved. */
    @FunctionalInterface
    interface Checks {
        /** Throws when the values contradict each other in a section that differs from before. */
        void check(Map<String, JsonNode> before, Map<String, JsonNode> values)
                throws ConfigException;
    }

    private final Layers layers;
    private final Map<String, JsonNode> commandLine;
    private final Checks checks;
    private final SortedMap<String, JsonNode> held = new TreeMap<>();
    private final SortedMap<String, JsonNode> changes = new TreeMap<>();
    private final Set<String> told = new HashSet<>(); // complaints are made once
    private Schema schema = Schema.EMPTY;
    private SortedMap<String, JsonNode> inForce = new TreeMap<>();

    /**
     * Makes it with no schema: nothing is in force yet.
     *
     * @param commandLine what the command line says, as typed, by path
     */
    Settings(Layers layers, Map<String, JsonNode> commandLine) {
        this(layers, commandLine, (before, values) -> {});
    }

    /**
     * Makes it with no schema.
     *
     * @param checks asked before anything is saved
     */
    Settings(Layers layers, Map<String, JsonNode> commandLine, Checks checks) {
        this.layers = layers;
        this.checks = checks;
        this.commandLine = Map.copyOf(commandLine);
    }

    /** Takes over what bundles are installed now. */
    void schema(Schema now) {
        schema = now;
        held.keySet().removeIf(commandLine::containsKey);
        commandLine.forEach(this::holdTyped);
        layers.tellUnknown(schema);
        inForce = compose();
    }

    /** The schema that the values keep to. */
    Schema schema() {
        return schema;
    }

    /** Every setting's value, secrets in clear. */
    SortedMap<String, JsonNode> inForce() {
        return Collections.unmodifiableSortedMap(inForce);
    }

    /** What layers 0 to {@code level} say together, secrets in clear. */
    SortedMap<String, JsonNode> level(int level) {
        return layers.level(schema, level);
    }

    /** The paths whose value is not saved, for {@link #restore}. */
    Set<String> changed() {
        return changes.keySet();
    }

    /** The paths whose value is held against the saved layers, for {@link #restore}. */
    Set<String> held() {
        return held.keySet();
    }

    /** Takes up the values that an earlier instance had in force and not saved. */
    void restore(Map<String, JsonNode> heldBefore, Map<String, JsonNode> changedBefore) {
        heldBefore.forEach(held::putIfAbsent); // the command line is there already
        changes.putAll(changedBefore);
        settle(compose());
    }

    /** Puts what was saved for one start in force, as changes that are not saved. */
    void useTrial() {
        layers.takeTrial(schema)
                .ifPresent(
                        values -> {
                            values.keySet().removeAll(held.keySet());
                            changes.putAll(values);
                            settle(compose());
                            LOG.info("conf9.json.try: in force for this start only");
                        });
    }

    /**
     * Puts checked values in force, without saving them.
     *
     * @throws ConfigException one of them is locked; nothing was changed
     */
    void set(Map<String, JsonNode> checked) throws ConfigException {
        checkLocks(checked);
        put(checked);
    }

    /**
     * Makes a layer say what is in force; what is held is not saved.
     *
     * @throws ConfigException a lock or a check is against it, or it could not be written
     */
    void save(int level, boolean once) throws ConfigException {
        save(level, inForceToSave(), once);
    }

    /**
     * {@link #set} and {@link #save} of the user's layer: when either is refused, neither is done.
     */
    void setAndSaveAll(Map<String, JsonNode> checked, boolean once) throws ConfigException {
        checkLocks(checked);
        SortedMap<String, JsonNode> values = inForceToSave();
        values.putAll(checked);
        checkSaving(USER, values);
        put(checked);
        save(USER, inForceToSave(), once);
    }

    /** Puts checked values in force and into the user's layer; other changes stay unsaved. */
    void setAndSave(Map<String, JsonNode> checked) throws ConfigException {
        setAndSave(checked, true, next -> {});
    }

    /**
     * The same, for a caller whom locks may not concern.
     *
     * @param locks false for what the gateway finds out by itself
     * @param witness hears what the layer's file will say just before it does
     */
    void setAndSave(Map<String, JsonNode> checked, boolean locks, Layers.Witness witness)
            throws ConfigException {
        if (locks) {
            checkKeeping(checked);
        }
        SortedMap<String, JsonNode> values = level(USER);
        values.putAll(checked);
        put(checked);
        layers.write(schema, USER, values, false, witness);
        settle(inForce);
    }

    /** Whether {@link #setAndSave} would take these; nothing is changed. */
    void checkKeeping(Map<String, JsonNode> checked) throws ConfigException {
        checkLocks(checked);
        SortedMap<String, JsonNode> values = level(USER);
        values.putAll(checked);
        checkSaving(USER, values);
    }

    /** What the settings would be if the user's layer said this. */
    SortedMap<String, JsonNode> withUser(Map<String, JsonNode> layer) {
        return layers.withUser(schema, layer);
    }

    /**
     * Makes the user's layer give these values, puts them in force and drops what is not saved.
     *
     * @throws ConfigException a lock or a check is against it, or it could not be written; nothing
     *     was changed
     */
    void putUser(Map<String, JsonNode> values) throws ConfigException {
        checkSaving(USER, values);
        layers.write(schema, USER, values, false);
        changes.clear();
        settle(compose());
    }

    /**
     * Makes the user's layer what it was once, word for word but for what is locked now, puts that
     * in force and drops what is not saved.
     *
     * @throws ConfigException it could not be written; nothing was changed
     */
    void returnTo(Map<String, JsonNode> layer) throws ConfigException {
        layers.replaceUser(layer);
        changes.clear();
        settle(compose());
    }

    /**
     * What somebody else's properties for a section change; what they leave out goes back to the
     * layers below the user's, as ConfigAdmin's own view of defaults has it.
     *
     * @throws ConfigException one of them breaks its rule
     */
    SortedMap<String, JsonNode> foreign(Section section, Map<String, JsonNode> properties)
            throws ConfigException {
        SortedMap<String, JsonNode> below = level(USER - 1);
        SortedMap<String, JsonNode> change = new TreeMap<>();
        for (Setting setting : section.settings()) {
            String path = setting.path();
            JsonNode found = properties.getOrDefault(setting.attribute(), below.get(path));
            JsonNode value =
                    setting.check(
                            setting.secret() && Secrets.isMask(found) ? inForce.get(path) : found);
            if (!value.equals(inForce.get(path))) {
                change.put(path, value);
            }
        }
        return change;
    }

    /** Takes a section back to what the layers below the user's say, and saves that. */
    void reset(Section section) throws ConfigException {
        SortedMap<String, JsonNode> below = level(USER - 1);
        SortedMap<String, JsonNode> values = level(USER);
        Set<String> paths =
                section.settings().stream().map(Setting::path).collect(Collectors.toSet());
        paths.forEach(path -> values.put(path, below.get(path)));
        checkSaving(USER, values);
        layers.write(schema, USER, values, false);
        changes.keySet().removeAll(paths);
        settle(compose());
    }

    /** Changes a saved layer and leaves what is in force as it is, until the next start. */
    void setLevel(int level, Map<String, JsonNode> checked) throws ConfigException {
        SortedMap<String, JsonNode> values = level(level);
        values.putAll(checked);
        if (values.equals(level(level))) {
            return; // a vendor's file is not touched for nothing
        }
        checkSaving(level, values);
        SortedMap<String, JsonNode> before = inForce;
        layers.write(schema, level, values, false);
        compose()
                .forEach(
                        (path, value) -> {
                            if (!value.equals(before.get(path))) {
                                held.put(path, before.get(path));
                            }
                        });
        settle(before);
    }

    private void put(Map<String, JsonNode> checked) {
        changes.putAll(checked);
        settle(compose());
    }

    private void save(int level, Map<String, JsonNode> values, boolean once)
            throws ConfigException {
        checkSaving(level, values);
        layers.write(schema, level, values, once);
        settle(inForce);
    }

    private SortedMap<String, JsonNode> inForceToSave() {
        SortedMap<String, JsonNode> values = level(USER);
        overlay(values, changes);
        return values;
    }

    /** A value that is there already passes, and so does one that only takes a change back. */
    private void checkLocks(Map<String, JsonNode> checked) throws ConfigException {
        Lock lock = layers.lock(USER);
        if (lock.acl().open()) {
            return;
        }
        SortedMap<String, JsonNode> base = base();
        for (Map.Entry<String, JsonNode> each : checked.entrySet()) {
            String path = each.getKey();
            if (!each.getValue().equals(inForce.get(path))
                    && !each.getValue().equals(base.get(path))) {
                lock.check(path);
            }
        }
    }

    private void checkSaving(int level, Map<String, JsonNode> values) throws ConfigException {
        SortedMap<String, JsonNode> before = level(level);
        Lock lock = layers.lock(level);
        for (Map.Entry<String, JsonNode> each : values.entrySet()) {
            if (!each.getValue().equals(before.get(each.getKey()))) {
                lock.check(each.getKey());
                if (level < USER) {
                    layers.lock(USER).checkVendor(each.getKey(), level);
                }
            }
        }
        checks.check(before, values);
    }

    private SortedMap<String, JsonNode> compose() {
        SortedMap<String, JsonNode> values = base();
        overlay(values, changes);
        return values;
    }

    private SortedMap<String, JsonNode> base() {
        SortedMap<String, JsonNode> values = level(USER);
        overlay(values, held);
        return values;
    }

    /** Keeps the invariant for these values being in force. */
    private void settle(SortedMap<String, JsonNode> values) {
        inForce = values;
        SortedMap<String, JsonNode> base = base();
        values.forEach(
                (path, value) -> {
                    if (value.equals(base.get(path))) {
                        changes.remove(path);
                    } else {
                        changes.put(path, value);
                    }
                });
    }

    /** What a bundle that has gone or has changed leaves without meaning is passed over. */
    private void overlay(Map<String, JsonNode> values, Map<String, JsonNode> over) {
        over.forEach(
                (path, value) -> {
                    try {
                        if (values.containsKey(path)) {
                            values.put(path, schema.settings().get(path).check(value));
                        }
                    } catch (ConfigException e) {
                        LOG.warn("{}. Left out; the saved value counts.", e.getMessage());
                    }
                });
    }

    private void holdTyped(String path, JsonNode typed) {
        Setting setting = schema.settings().get(path);
        try {
            if (setting != null) {
                held.put(path, setting.checkLoosely(typed));
            } else if (told.add(path)) {
                LOG.error(
                        "{}: on the command line, but no installed bundle has it. Is it spelt"
                                + " right?",
                        path);
            }
        } catch (ConfigException e) {
            if (told.add(e.getMessage())) {
                LOG.error("{}. From the command line; left out.", e.getMessage());
            }
        }
    }
}
