package ccm.provision.ap;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Who is connected, and how long each connection has been at what it does: a peer that dribbles its
 * bytes is never idle, so what counts is since when the present step lasts.
 *
 * @param <C> a connection
 */
final class Connections<C> {
    /** What a connection is at. */
    enum Step {
        /** Between two requests, or sending one. */
        SENDING(Duration.ofSeconds(5)),
        /** Waiting for its answer, or taking it. */
        TAKING(Duration.ofSeconds(60));

        private final long most;

        Step(Duration most) {
            this.most = most.toNanos();
        }
    }

    private record State(Step step, long since) {}

    private final Map<C, State> states = new ConcurrentHashMap<>();
    private final LongSupplier clock;

    /**
     * Makes it.
     *
     * @param clock in nanoseconds
     */
    Connections(LongSupplier clock) {
        this.clock = clock;
    }

    void opened(C connection) {
        states.put(connection, new State(Step.SENDING, clock.getAsLong()));
    }

    void closed(C connection) {
        states.remove(connection);
    }

    /** A connection that is not known any more stays unknown. */
    void at(C connection, Step step) {
        states.computeIfPresent(connection, (c, old) -> new State(step, clock.getAsLong()));
    }

    /** True while a request is being carried out. */
    boolean busy() {
        return states.values().stream().anyMatch(state -> state.step() == Step.TAKING);
    }

    boolean isEmpty() {
        return states.isEmpty();
    }

    /** Those that have been at one step for too long. */
    List<C> overdue() {
        long now = clock.getAsLong();
        return states.entrySet().stream()
                .filter(e -> now - e.getValue().since() > e.getValue().step().most)
                .map(Map.Entry::getKey)
                .toList();
    }
}
