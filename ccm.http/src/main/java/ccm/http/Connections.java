package ccm.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How long each connection has been at what it does. A peer that dribbles its bytes is never idle,
 * so what counts is since when the present step lasts.
 *
 * @param <C> a connection
 */
final class Connections<C> {
    /** What a connection is at. */
    enum Step {
        /** Between two requests, or sending the header of one. */
        WAITING(Duration.ofSeconds(15)),
        /** Sending the body of a request. */
        SENDING(Duration.ofSeconds(15)),
        /** Waiting for its answer, or taking it. */
        TAKING(Duration.ofSeconds(180)),
        /** Waiting for the end of an update. */
        UPDATING(Duration.ofSeconds(3_700));

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
        states.put(connection, new State(Step.WAITING, clock.getAsLong()));
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
        return states.values().stream().anyMatch(state -> state.step() != Step.WAITING);
    }

    /** Those that have been at one step for too long. */
    Iterable<C> overdue() {
        long now = clock.getAsLong();
        return states.entrySet().stream()
                        .filter(e -> now - e.getValue().since() > e.getValue().step().most)
                        .map(Map.Entry::getKey)
                ::iterator;
    }
}
