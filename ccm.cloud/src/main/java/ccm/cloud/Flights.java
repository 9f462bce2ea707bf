package ccm.cloud;

import ccm.api.outbox.StoredRecord;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The window of a sender: what is on its way, oldest first. Only the sender's thread adds and takes
 * away; connectors' threads land flights.
 */
final class Flights {
    private final Doorbell bell;
    private final ArrayDeque<Flight> queue = new ArrayDeque<>();
    private final AtomicInteger flying = new AtomicInteger();
    private volatile boolean failed;
    private volatile int ringBelow; // rings when fewer are flying

    Flights(Doorbell bell) {
        this.bell = bell;
    }

    Flight start(StoredRecord stored, int drops) {
        Flight flight = new Flight(stored, drops, this);
        flying.incrementAndGet();
        queue.add(flight);
        return flight;
    }

    void landed(Flight.State end) {
        int left = flying.decrementAndGet();
        if (end == Flight.State.FAILED) {
            failed = true;
            bell.ring();
        } else if (left < ringBelow) {
            bell.ring();
        }
    }

    /** Asks for a ring when fewer than that are flying; 0 asks for none. */
    void ringBelow(int count) {
        ringBelow = count;
    }

    int flying() {
        return flying.get();
    }

    /** Those not yet taken away, landed or not. */
    int size() {
        return queue.size();
    }

    /** True once one failed; then nothing new starts here, and all are sent again. */
    boolean failed() {
        return failed;
    }

    /** The oldest, when the cloud has given its word and it need not be sent again; else null. */
    Flight pollSettled() {
        Flight oldest = queue.peek();
        if (oldest == null
                || oldest.state() != Flight.State.DONE && oldest.state() != Flight.State.REFUSED) {
            return null;
        }
        return queue.poll();
    }

    /** The oldest that is not settled; null when there is none. */
    Flight oldest() {
        return queue.peek();
    }
}
