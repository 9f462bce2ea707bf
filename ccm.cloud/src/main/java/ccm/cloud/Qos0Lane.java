package ccm.cloud;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * QoS 0 messages on their way to one cloud: a bounded lane in memory. Who publishes faster than the
 * cloud takes is held back for a moment; after that the message is dropped.
 */
final class Qos0Lane {
    static final int MAX_COUNT = 1024;
    static final int MAX_BYTES = 1 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(Qos0Lane.class);
    private static final int BATCH = 256;
    private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final ArrayBlockingQueue<CloudMessage> lane = new ArrayBlockingQueue<>(MAX_COUNT);
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger flying = new AtomicInteger();
    private final Doorbell bell;
    private final Tally tally;
    private final BiConsumer<Void, Throwable> landing = (nothing, failure) -> landed(failure);
    private volatile int ringBelow; // rings when fewer are flying

    Qos0Lane(Doorbell bell, Tally tally) {
        this.bell = bell;
        this.tally = tally;
    }

    /**
     * Takes one, or says false.
     *
     * @param patient true to hold the caller back for 100 ms at most before that
     */
    boolean offer(CloudMessage message, boolean patient) {
        if (enter(message)) {
            return true;
        }
        if (!patient) {
            return false;
        }
        long end = System.nanoTime() + HOLD_NANOS;
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL_NANOS);
            if (enter(message)) {
                return true;
            }
        }
        return false;
    }

    private boolean enter(CloudMessage message) {
        int size = size(message);
        long now = bytes.addAndGet(size);
        if ((now <= MAX_BYTES || now == size) && lane.offer(message)) {
            bell.ring();
            return true;
        }
        bytes.addAndGet(-size);
        return false;
    }

    /** Takes the oldest ones out, so many at most. */
    List<CloudMessage> take(int max) {
        List<CloudMessage> taken = new ArrayList<>();
        if (max > 0 && lane.drainTo(taken, max) > 0) {
            taken.forEach(message -> bytes.addAndGet(-size(message)));
        }
        return taken;
    }

    boolean isEmpty() {
        return lane.isEmpty();
    }

    int flying() {
        return flying.get();
    }

    /**
     * Sends what waits, as far as the window allows; half of it at most is for this lane.
     *
     * @param others how many of the window are in use otherwise
     * @param most how many may go at most
     * @return how many were sent
     */
    int send(CloudConnector connector, int window, int others, int most) {
        int credit = Math.max(1, window / 2);
        int room = Math.min(credit, window - others) - flying.get();
        List<CloudMessage> taken = take(Math.min(Math.min(room, most), BATCH));
        for (CloudMessage message : taken) {
            flying.incrementAndGet();
            try {
                connector.publish(message).whenComplete(landing);
            } catch (RuntimeException e) { // a foreign plugin
                LOG.debug("{}: the connector failed", connector.name(), e);
                landed(e);
            }
        }
        ringBelow = lane.isEmpty() ? 0 : Math.max(1, credit / 2);
        return taken.size();
    }

    /** The cloud's word on one, on a thread of the connector. */
    private void landed(Throwable failure) {
        if (failure == null) {
            tally.sent.increment();
        } else {
            tally.droppedQos0.increment();
        }
        if (flying.decrementAndGet() < ringBelow) {
            bell.ring();
        }
    }

    private static int size(CloudMessage message) {
        return message.payload().length + message.topic().length();
    }
}
