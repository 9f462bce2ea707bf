package ccm.parts.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How long each connection has been at what it does. A peer that dribbles its bytes is never idle,
 * so what counts is since when the present step lasts.
 *
 * @param <C> a connection
 */
public final class Connections<C> {
    private record State(Step step, long since) {}

    private final Map<C, State> states = new ConcurrentHashMap<>();
    private final LongSupplier clock;

    /**
     * Makes it.
     *
     * @param clock in nanoseconds
     */
    public Connections(LongSupplier clock) {
        this.clock = clock;
    }

    void opened(C connection, Step first) {
        states.put(connection, new State(first, clock.getAsLong()));
    }

    void closed(C connection) {
        states.remove(connection);
    }

    /** A connection that is not known any more stays unknown. */
    public void at(C connection, Step step) {
        states.computeIfPresent(connection, (c, old) -> new State(step, clock.getAsLong()));
    }

    /** True while a request is being carried out. */
    boolean busy() {
        return states.values().stream().anyMatch(state -> state.step().busy());
    }

    /** Those that have been at one step for too long. */
    List<C> overdue() {
        long now = clock.getAsLong();
        return states.entrySet().stream()
                .filter(e -> now - e.getValue().since() > e.getValue().step().most().toNanos())
                .map(Map.Entry::getKey)
                .toList();
    }
}
