package ccm.core.config;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigException.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the saved user layer has proven itself. It has when every contact that is awaited is
 * there again and stays for a moment, made anew when the change concerns it; it has failed when
 * that is not so in time. Awaited is what was there just before the change, and what was there at
 * any earlier time and has settings that changed; not what has been switched off, and never what
 * has not been there once. Not safe for several threads.
 */
final class Probation {
    /** The contacts of this gateway, by their names. */
    interface Contacts {
        /**
         * Those that are there now, each with a mark that is another one when it has been lost and
         * made anew.
         */
        Map<String, String> ready();

        /** Why one is not there, for people; empty when it is. */
        Optional<String> trouble(String name);

        /** True when a change at a path can cut it off. */
        boolean concerns(String name, String path);

        /** False when its settings do not want it. */
        default boolean wanted(String name) {
            return true;
        }

        /** The setting that switches it off when it is false. */
        String switchOf(String name);
    }

    /** What has become of it. */
    enum Verdict {
        WAIT,
        GOOD,
        FAILED
    }

    private static final Logger LOG = LoggerFactory.getLogger(Probation.class);
    private static final int MAX_STARTS = 3;
    private static final Duration STEADY = Duration.ofSeconds(2);

    private final Path file;
    private final LongSupplier nanoTime;
    private Optional<LastGood> good = Optional.empty(); // as it is on disk; empty: nothing to lose
    private Map<String, String> before = Map.of(); // contacts when nothing was changed yet
    private long since;
    private Optional<Long> complete = Optional.empty(); // since when nothing is missing

    Probation(Path file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    /** Reads what earlier runs left, of which the user's layer is this. */
    void open(SortedMap<String, JsonNode> layer) {
        good = LastGood.read(file).map(last -> last.with(layer));
        begin();
    }

    /** The last layer that is known to be good; empty while none was ever replaced. */
    Optional<LastGood> good() {
        return good;
    }

    /** True while this layer has to prove itself. */
    boolean on(SortedMap<String, JsonNode> layer) {
        return good.isPresent() && !History.same(good.get().layer(), layer);
    }

    /** One more start on probation; false when there were enough of them. */
    boolean mayStart() {
        LastGood now = good.orElseThrow();
        if (now.starts() >= MAX_STARTS) {
            return false;
        }
        keep(new LastGood(now.layer(), now.contacts(), now.ready(), now.starts() + 1));
        return true;
    }

    /** What is there before the first change that is not saved yet. */
    void before(Map<String, String> ready) {
        before = Map.copyOf(ready);
    }

    /**
     * A layer is about to be replaced. Afterwards a power cut cannot make it forgotten.
     *
     * @throws ConfigException it could not be written
     */
    void replacing(SortedMap<String, JsonNode> layer) throws ConfigException {
        if (!on(layer)) {
            LastGood next = new LastGood(layer, known(before.keySet()), before.keySet(), 0);
            keepOrFail(next);
        }
    }

    /**
     * A change that was tried is about to be saved, and is good as soon as it is, whatever else is
     * on probation.
     *
     * @param before the user's layer
     * @param after the same with the change
     * @param paths of the change
     * @throws ConfigException it could not be written
     */
    void proving(
            SortedMap<String, JsonNode> before,
            SortedMap<String, JsonNode> after,
            Set<String> paths)
            throws ConfigException {
        if (!on(before)) {
            LastGood last = new LastGood(before, known(Set.of()), Set.of(), 0);
            keepOrFail(History.same(before, after) ? last : last.before(after, after));
            return;
        }
        LastGood last = good.orElseThrow();
        SortedMap<String, JsonNode> next = new TreeMap<>(last.layer());
        next.keySet().removeAll(paths);
        paths.stream().filter(after::containsKey).forEach(path -> next.put(path, after.get(path)));
        keepOrFail(last.before(after, next));
    }

    /** What was about to be saved is. */
    void proven(SortedMap<String, JsonNode> after, Set<String> ready) {
        LastGood now = good.orElseThrow().with(after);
        Set<String> contacts = History.same(now.layer(), after) ? known(ready) : now.contacts();
        LastGood next = new LastGood(now.layer(), contacts, now.ready(), now.starts());
        if (!good.equals(Optional.of(next))) {
            keep(next);
        }
    }

    /** The time begins to run. */
    void begin() {
        since = nanoTime.getAsLong();
        complete = Optional.empty();
    }

    /** Remembers contacts that a layer has which is not on probation. */
    void learn(SortedMap<String, JsonNode> layer, Set<String> ready) {
        if (!known(Set.of()).containsAll(ready)) {
            keep(new LastGood(layer, known(ready), Set.of(), 0));
        }
    }

    /** The layer is good. */
    void confirm(SortedMap<String, JsonNode> layer, Set<String> ready) {
        keep(new LastGood(layer, known(ready), Set.of(), 0));
    }

    /** Which contacts a layer has to have. */
    Set<String> awaited(
            SortedMap<String, JsonNode> layer, Contacts contacts, Predicate<String> switchedOff) {
        LastGood from = good.orElseThrow();
        Set<String> changed = History.changed(from.layer(), layer);
        Set<String> awaited = new TreeSet<>(from.ready());
        for (String name : from.contacts()) {
            if (changed.stream().anyMatch(path -> contacts.concerns(name, path))) {
                awaited.add(name);
            }
        }
        awaited.removeIf(
                name -> !contacts.wanted(name) || switchedOff.test(contacts.switchOf(name)));
        return awaited;
    }

    /** What is missing, with the reasons. */
    static SortedMap<String, String> missing(Set<String> awaited, Contacts contacts) {
        SortedMap<String, String> missing = new TreeMap<>();
        awaited.forEach(
                name -> contacts.trouble(name).ifPresent(reason -> missing.put(name, reason)));
        return missing;
    }

    /**
     * Judges.
     *
     * @param awaited what has to be there
     * @param ready what is there, with its marks
     * @param contacts knows what the change concerns
     * @param patience how long a layer may take
     */
    Verdict judge(
            SortedMap<String, JsonNode> layer,
            Set<String> awaited,
            Map<String, String> ready,
            Contacts contacts,
            Duration patience) {
        if (awaited.isEmpty()) {
            return Verdict.GOOD;
        }
        long now = nanoTime.getAsLong();
        boolean late = now - since >= patience.toNanos();
        if (!ready.keySet().containsAll(awaited)) {
            complete = Optional.empty();
            return late ? Verdict.FAILED : Verdict.WAIT;
        }
        complete = complete.or(() -> Optional.of(now));
        boolean steady = now - complete.get() >= Math.min(STEADY.toNanos(), patience.toNanos() / 2);
        boolean anew = awaited.stream().noneMatch(name -> isOld(name, layer, ready, contacts));
        return steady && (anew || late) ? Verdict.GOOD : Verdict.WAIT;
    }

    /** True for a contact from before a change that concerns it: that proves nothing yet. */
    private boolean isOld(
            String name,
            SortedMap<String, JsonNode> layer,
            Map<String, String> ready,
            Contacts contacts) {
        return ready.get(name).equals(before.get(name))
                && History.changed(good.orElseThrow().layer(), layer).stream()
                        .anyMatch(path -> contacts.concerns(name, path));
    }

    /** How much of the time is left. */
    Duration left(Duration patience) {
        Duration left = patience.minusNanos(nanoTime.getAsLong() - since);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Set<String> known(Set<String> more) {
        Set<String> all = new TreeSet<>(more);
        good.ifPresent(last -> all.addAll(last.contacts()));
        return all;
    }

    private void keepOrFail(LastGood next) throws ConfigException {
        if (!good.equals(Optional.of(next))) {
            try {
                next.write(file);
            } catch (IOException e) {
                throw new ConfigException(
                        Kind.STORAGE,
                        file
                                + ": cannot be saved ("
                                + LayerFile.reason(e)
                                + "). Is the data folder full or read-only?",
                        e);
            }
            good = Optional.of(next);
        }
    }

    /** In memory in any case: a disk that takes nothing must not make it start over and over. */
    private void keep(LastGood next) {
        good = Optional.of(next);
        try {
            next.write(file);
        } catch (IOException e) {
            LOG.warn("{}: not written ({})", file, LayerFile.reason(e));
        }
    }
}
