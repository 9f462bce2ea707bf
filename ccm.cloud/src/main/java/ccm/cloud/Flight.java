package ccm.cloud;

import ccm.api.cloud.CloudException;
import ccm.api.outbox.StoredRecord;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;

/** One stored message between its publish and the cloud's word on it. */
final class Flight implements BiConsumer<Void, Throwable> {
    /** How a flight stands. */
    enum State {
        FLYING,
        DONE,
        FAILED,
        REFUSED
    }

    private final StoredRecord stored;
    private final int drops;
    private final long sentNanos = System.nanoTime();
    private final Flights flights;
    private volatile State state = State.FLYING;
    private volatile String trouble = "";

    /**
     * Makes one.
     *
     * @param drops how often the session had dropped before it started
     */
    Flight(StoredRecord stored, int drops, Flights flights) {
        this.stored = stored;
        this.drops = drops;
        this.flights = flights;
    }

    /** The cloud's word, on a thread of the connector. */
    @Override
    public void accept(Void nothing, Throwable failure) {
        if (failure == null) {
            land(State.DONE, "");
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        boolean permanent = cause instanceof CloudException refusal && refusal.permanent();
        land(permanent ? State.REFUSED : State.FAILED, String.valueOf(cause.getMessage()));
    }

    private void land(State end, String why) {
        trouble = why;
        state = end;
        flights.landed(end);
    }

    long sequence() {
        return stored.sequence();
    }

    StoredRecord stored() {
        return stored;
    }

    int drops() {
        return drops;
    }

    long sentNanos() {
        return sentNanos;
    }

    State state() {
        return state;
    }

    String trouble() {
        return trouble;
    }
}
