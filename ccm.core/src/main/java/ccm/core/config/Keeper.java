package ccm.core.config;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigException.Kind;
import ccm.api.config.ConfigTree;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the settings: every change of them goes through here, and every save is remembered and has
 * to prove itself. Not safe for several threads.
 */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final int USER = ConfigTree.USER_LEVEL;
    private static final String PROBATION = "probation";
    private static final String PATIENCE = "config.probation_s";
    private static final JsonNode ON = BooleanNode.TRUE;
    private static final JsonNode NOTHING = IntNode.valueOf(0);

    /** Something that ends with the user's layer being written. */
    @FunctionalInterface
    interface Work {
        void run() throws ConfigException;
    }

    private final Path folder;
    private final Layers layers;
    private final Settings settings;
    private final History history;
    private final Probation probation;
    private boolean ended; // a factory reset is decided: nothing may be changed any more

    /** Makes it; after a factory reset was decided it shows what is there, and changes nothing. */
    Keeper(Launched launched, Settings.Checks checks, LongSupplier nanoTime) {
        folder = launched.folder();
        ended = new FactoryReset(folder).decided();
        layers = new Layers(folder, launched.product(), launched.lock());
        settings = new Settings(layers, launched.commandLine(), checks);
        Path saved = Launched.make(folder.resolve("saved"));
        history = new History(saved.resolve("history.json"));
        probation = new Probation(saved.resolve("good.json"), nanoTime);
    }

    /** What is in force, for who looks. */
    Settings settings() {
        return settings;
    }

    /** The saved user layers, newest last. */
    History history() {
        return history;
    }

    /**
     * Takes up what is saved.
     *
     * @param fresh false when the gateway runs already and only this bundle is new
     */
    void open(boolean fresh) {
        probation.open(layers.raw(USER));
        if (probation.on(layers.raw(USER)) && fresh && !ended) {
            String reason = unfit();
            if (!reason.isEmpty()) {
                try {
                    layers.setUserAside();
                    goBack(reason);
                } catch (ConfigException | IOException e) {
                    LOG.error("the last good configuration cannot be brought back", e);
                }
            }
        }
        if (fresh) {
            settings.useTrial();
        }
    }

    /**
     * Puts a change in force.
     *
     * @param ready the contacts that are there
     */
    void set(JsonNode change, Map<String, String> ready) throws ConfigException {
        checkAlive();
        Map<String, JsonNode> checked = settings.schema().check(change);
        noteContacts(ready);
        settings.set(checked);
    }

    /** Saves what is in force. */
    void save(int level, boolean once, String by, Map<String, String> ready)
            throws ConfigException {
        checkAlive();
        noteContacts(ready);
        if (level == USER && !once) {
            user(by, "saved", () -> settings.save(level, false));
        } else {
            settings.save(level, once);
        }
    }

    /** Puts a change in force and saves all that is, or does neither. */
    void setAndSave(JsonNode change, boolean once, String by, Map<String, String> ready)
            throws ConfigException {
        checkAlive();
        Map<String, JsonNode> checked = settings.schema().check(change);
        noteContacts(ready);
        if (once) {
            settings.setAndSaveAll(checked, true);
        } else {
            user(by, "saved", () -> settings.setAndSaveAll(checked, false));
        }
    }

    /**
     * Puts a change in force and saves it alone. It has proven itself before: wherever a power cut
     * comes, it is not saved, or it is and no probation takes it back.
     */
    void keep(JsonNode change, String by, boolean locks, Map<String, String> ready)
            throws ConfigException {
        checkAlive();
        Map<String, JsonNode> checked = settings.schema().check(change);
        layers.sealUser(settings.schema());
        SortedMap<String, JsonNode> before = layers.raw(USER);
        settings.setAndSave(
                checked, locks, next -> probation.proving(before, next, checked.keySet()));
        SortedMap<String, JsonNode> after = layers.raw(USER);
        probation.proven(after, ready.keySet());
        noteChange(by, "kept", before, after);
    }

    /** Whether {@link #keep} would take a change of somebody whom locks concern. */
    void check(JsonNode change) throws ConfigException {
        checkAlive();
        settings.checkKeeping(settings.schema().check(change));
    }

    /** Changes a vendor's layer. */
    void setLevel(int level, JsonNode change) throws ConfigException {
        checkAlive();
        settings.setLevel(level, settings.schema().check(change));
    }

    /** Does something to the user's layer, so that it is remembered and has to prove itself. */
    void user(String by, String what, Work work) throws ConfigException {
        checkAlive();
        layers.sealUser(settings.schema());
        SortedMap<String, JsonNode> before = layers.raw(USER);
        probation.replacing(before);
        work.run();
        noteChange(by, what, before, layers.raw(USER));
    }

    /** Remembers what is there before the first change that is not saved yet. */
    void noteContacts(Map<String, String> ready) {
        if (settings.changed().isEmpty()) {
            probation.before(ready);
        }
    }

    /** The paths to which a change would give another value. */
    Set<String> changes(JsonNode change) throws ConfigException {
        return differing(settings.inForce(), settings.schema().check(change));
    }

    /** The paths to which an import would give another value. */
    Set<String> changes(Exported exported) throws ConfigException {
        return differing(settings.level(USER), imported(exported));
    }

    /** The paths to which a saved layer would give another value. */
    Set<String> changes(long n) throws ConfigException {
        return differing(
                settings.level(USER), layers.withUser(settings.schema(), entry(n).layer()));
    }

    /** Makes the user's layer what it was once. */
    void rollback(long n, String by, Map<String, String> ready) throws ConfigException {
        History.Entry entry = entry(n);
        List<String> broken = layers.broken(settings.schema(), entry.layer());
        if (!broken.isEmpty()) {
            throw new ConfigException(Kind.INVALID, String.join("; ", broken));
        }
        noteContacts(ready);
        SortedMap<String, JsonNode> values = layers.withUser(settings.schema(), entry.layer());
        user(by, "rolled back to " + n, () -> settings.putUser(values));
    }

    /** The user's layer as it can be taken elsewhere. */
    Exported export() {
        return Exported.of(settings.schema(), layers.userValues(settings.schema()));
    }

    /** Makes the user's layer what was exported elsewhere. */
    void importUser(Exported exported, String by, Map<String, String> ready)
            throws ConfigException {
        checkAlive();
        SortedMap<String, JsonNode> values = imported(exported);
        noteContacts(ready);
        user(by, "imported", () -> settings.putUser(values));
    }

    /** Ends the probation: what is saved is good. */
    void confirm(Map<String, String> ready) throws ConfigException {
        checkAlive();
        if (onProbation()) {
            layers.sealUser(settings.schema());
            probation.confirm(layers.raw(USER), ready.keySet());
        }
    }

    /** True while the saved layer has to prove itself. */
    boolean onProbation() {
        return probation.on(layers.raw(USER));
    }

    /** How it stands with what is saved. */
    ObjectNode status(Probation.Contacts contacts) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        ObjectNode trial = status.putObject("probation").put("on", onProbation());
        if (onProbation()) {
            trial.put("left_s", probation.left(patience()).toSeconds());
            ObjectNode missing = trial.putObject("waits_for");
            Probation.missing(awaited(contacts), contacts).forEach(missing::put);
        }
        ArrayNode unsaved = status.putArray("unsaved");
        settings.changed().forEach(unsaved::add);
        Lock lock = layers.lock(USER);
        status.putObject("lock").put("conf_acl", lock.acl().text()).put("of", lock.of());
        history.entries().stream()
                .filter(entry -> entry.by().equals(PROBATION))
                .reduce((one, next) -> next)
                .ifPresent(
                        last ->
                                status.putObject("returned")
                                        .put("time", last.time())
                                        .put("reason", last.what()));
        return status;
    }

    /** A layer for people's eyes: what no bundle here has is left out, it may be a secret. */
    ObjectNode shown(Map<String, JsonNode> layer) {
        SortedMap<String, JsonNode> shown = new TreeMap<>();
        layer.forEach(
                (path, value) ->
                        settings.schema()
                                .setting(path)
                                .ifPresent(setting -> shown.put(path, setting.masked(value))));
        return Leaves.tree(shown);
    }

    /**
     * Looks whether the saved layer has proven itself.
     *
     * @return true when the last good one was put in force
     */
    boolean judge(Probation.Contacts contacts, Map<String, String> ready) throws ConfigException {
        if (ended) {
            return false;
        }
        if (!onProbation()) {
            if (settings.changed().isEmpty() && patience().toSeconds() > 0) {
                layers.sealUser(settings.schema());
                probation.learn(layers.raw(USER), ready.keySet());
            }
            return false;
        }
        Duration patience = patience();
        Set<String> awaited = patience.isZero() ? Set.of() : awaited(contacts);
        return switch (probation.judge(layers.raw(USER), awaited, ready, contacts, patience)) {
            case WAIT -> false;
            case GOOD -> {
                confirm(ready);
                LOG.info("configuration: what was saved has proven itself");
                yield false;
            }
            case FAILED -> {
                goBack(
                        "no contact within config.probation_s of "
                                + patience.toSeconds()
                                + " s: "
                                + Probation.missing(awaited, contacts));
                yield true;
            }
        };
    }

    /** Takes everything back to the vendor's; nothing can be changed after that. */
    void factoryReset(String by) throws ConfigException {
        checkAlive();
        try {
            new FactoryReset(folder).commit(by);
        } catch (IOException e) {
            throw new ConfigException(
                    Kind.STORAGE, folder + ": cannot be reset (" + LayerFile.reason(e) + ")", e);
        }
        ended = true;
        LOG.warn("configuration: the next start resets all to the vendor's, as {} wants it", by);
    }

    private void noteChange(
            String by,
            String what,
            SortedMap<String, JsonNode> before,
            SortedMap<String, JsonNode> after) {
        if (!History.same(before, after)) {
            history.add(by, what, before, after);
            probation.begin();
        }
    }

    private SortedMap<String, JsonNode> imported(Exported exported) throws ConfigException {
        SortedMap<String, JsonNode> values = settings.level(USER - 1);
        SortedMap<String, JsonNode> own = settings.level(USER);
        values.putAll(settings.schema().check(exported.tree()));
        exported.masked().stream()
                .filter(path -> settings.schema().setting(path).filter(Setting::secret).isPresent())
                .forEach(path -> values.put(path, own.get(path)));
        return values;
    }

    private History.Entry entry(long n) throws ConfigException {
        return history.entry(n)
                .orElseThrow(
                        () ->
                                new ConfigException(
                                        Kind.INVALID,
                                        "n is " + n + ", must be one that Config.History shows"));
    }

    private static Set<String> differing(
            Map<String, JsonNode> before, Map<String, JsonNode> after) {
        Set<String> paths = new TreeSet<>(after.keySet());
        paths.removeIf(path -> after.get(path).equals(before.get(path)));
        return paths;
    }

    private void goBack(String reason) throws ConfigException {
        SortedMap<String, JsonNode> before = layers.sealedUser(settings.schema());
        settings.returnTo(probation.good().orElseThrow().layer());
        SortedMap<String, JsonNode> after = layers.raw(USER);
        history.add(PROBATION, "returned to the last good one: " + reason, before, after);
        probation.confirm(after, Set.of());
        LOG.error(
                "configuration: {}. The last good one is back; Config.History shows what was saved.",
                reason);
    }

    /** Why the layer on disk need not even be tried; empty when it may. */
    private String unfit() {
        List<String> broken = layers.broken(settings.schema(), layers.raw(USER));
        if (!broken.isEmpty()) {
            return String.join("; ", broken);
        }
        if (layers.userSpoiled() && !probation.good().orElseThrow().contacts().isEmpty()) {
            return "the file of the user's layer is damaged";
        }
        return probation.mayStart() ? "" : "started several times without having proven itself";
    }

    private Set<String> awaited(Probation.Contacts contacts) {
        return probation.awaited(
                layers.raw(USER),
                contacts,
                path -> !settings.inForce().getOrDefault(path, ON).asBoolean());
    }

    /** As the last good layer has it: a bad one must not give itself more time. */
    private Duration patience() {
        Map<String, JsonNode> values =
                onProbation() && !settings.held().contains(PATIENCE)
                        ? settings.withUser(probation.good().orElseThrow().layer())
                        : settings.inForce();
        return Duration.ofSeconds(values.getOrDefault(PATIENCE, NOTHING).asLong());
    }

    private void checkAlive() throws ConfigException {
        if (ended) {
            throw new ConfigException(
                    Kind.STORAGE, "the gateway was reset and is about to start anew");
        }
    }
}
