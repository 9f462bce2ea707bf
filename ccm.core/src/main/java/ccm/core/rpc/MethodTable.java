package ccm.core.rpc;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Names and who answers to them, and which names have just left. Safe for use by many threads.
 *
 * <p>A name is looked for as it is written first, and then whatever its letters' case, as Mongoose
 * OS does.
 */
final class MethodTable {
    /** Methods are waited for until so long after the last bundle has started. */
    static final Duration START_GRACE = Duration.ofSeconds(3);

    /** A bundle that never starts keeps nobody waiting for longer. */
    static final Duration LONGEST_START = Duration.ofMinutes(2);

    private static final int REMEMBERED = 256;

    private final long swapWaitNanos;
    private final LongSupplier clock;
    private final BooleanSupplier starting;
    private final long began;
    private final Map<Object, LocalMethod> members = new HashMap<>(); // guarded by this
    private final Map<String, Long> departed = new LinkedHashMap<>(); // guarded by this
    private volatile long started; // when bundles were still starting, best known
    private volatile View view = new View(Map.of(), Map.of()); // replaced, never changed

    private record View(Map<String, LocalMethod> exact, Map<String, LocalMethod> folded) {}

    /**
     * Makes one.
     *
     * @param starting true while bundles are being started
     * @param clock in nanoseconds
     */
    MethodTable(Duration swapWait, BooleanSupplier starting, LongSupplier clock) {
        this.swapWaitNanos = swapWait.toNanos();
        this.starting = starting;
        this.clock = clock;
        this.began = clock.getAsLong();
        this.started = began;
    }

    Optional<LocalMethod> find(String name) {
        View current = view;
        LocalMethod method = current.exact.get(name);
        return Optional.ofNullable(method != null ? method : current.folded.get(fold(name)));
    }

    /**
     * True when nobody answers to a name, nor may in a moment. One look at both: a name that was
     * not found may have come back since.
     */
    synchronized boolean isUnknown(String name) {
        return find(name).isEmpty() && !mayCome(name);
    }

    /** True when somebody may answer to an unknown name in a moment. */
    boolean mayCome(String name) {
        long now = clock.getAsLong();
        if (now - began < LONGEST_START.toNanos() && starting.getAsBoolean()) {
            started = now;
        }
        if (now - started < START_GRACE.toNanos()) {
            return true;
        }
        synchronized (this) {
            Long left = departed.get(fold(name));
            return left != null && now - left < swapWaitNanos;
        }
    }

    /** True while the very same service answers. */
    synchronized boolean has(LocalMethod method) {
        return members.containsValue(method);
    }

    Set<String> names() {
        return Collections.unmodifiableSet(new TreeSet<>(view.exact.keySet()));
    }

    Set<String> firmwareNames() {
        Set<String> names = new TreeSet<>();
        view.exact.forEach(
                (name, method) -> {
                    if (method.description().firmware()) {
                        names.add(name);
                    }
                });
        return names;
    }

    synchronized void join(Object key, LocalMethod method) {
        members.put(key, method);
        method.description().names().forEach(name -> departed.remove(fold(name)));
        rebuild();
    }

    synchronized void leave(Object key) {
        LocalMethod method = members.remove(key);
        if (method == null) {
            return;
        }
        rebuild();
        method.description().names().stream()
                .map(MethodTable::fold)
                .filter(name -> !view.folded.containsKey(name))
                .forEach(this::remember);
    }

    private void remember(String name) {
        departed.remove(name); // so that it becomes the newest
        departed.put(name, clock.getAsLong());
        if (departed.size() > REMEMBERED) {
            departed.remove(departed.keySet().iterator().next());
        }
    }

    private void rebuild() {
        Map<String, LocalMethod> exact = new HashMap<>();
        Map<String, LocalMethod> folded = new HashMap<>();
        List<LocalMethod> bestFirst = members.values().stream().sorted().toList();
        for (LocalMethod method : bestFirst) {
            for (String name : method.description().names()) {
                exact.putIfAbsent(name, method);
                folded.putIfAbsent(fold(name), method);
            }
        }
        view = new View(exact, folded);
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
