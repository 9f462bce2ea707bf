package ccm.cloud;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Calls that came in and are not begun yet, oldest first: a bounded queue in memory. */
final class IncomingCalls {
    static final int MAX_COUNT = 100;
    static final int MAX_BYTES = 1 << 20;

    private final ArrayBlockingQueue<Call> queue = new ArrayBlockingQueue<>(MAX_COUNT);
    private final AtomicLong bytes = new AtomicLong();

    /**
     * A frame on one of the topics of calls.
     *
     * @param acknowledged completes when the cloud need not send it again
     */
    record Call(
            CloudConnector from,
            CloudMessage message,
            CompletableFuture<Void> acknowledged,
            long since) {
        Call(CloudConnector from, CloudMessage message) {
            this(from, message, new CompletableFuture<>(), System.nanoTime());
        }

        long waitedNanos() {
            return System.nanoTime() - since;
        }
    }

    /** False when there is no room. */
    boolean enter(Call call) {
        int size = call.message().payload().length;
        long now = bytes.addAndGet(size);
        if ((now <= MAX_BYTES || now == size) && queue.offer(call)) {
            return true;
        }
        bytes.addAndGet(-size);
        return false;
    }

    /** The oldest, which stays; null when there is none. */
    Call first() {
        return queue.peek();
    }

    void removeFirst() {
        bytes.addAndGet(-queue.remove().message().payload().length);
    }

    int count() {
        return queue.size();
    }

    /** Hands all of them back to their clouds. */
    void failAll(String why) {
        for (Call next = queue.poll(); next != null; next = queue.poll()) {
            next.acknowledged().completeExceptionally(new CloudException(why, false));
        }
    }
}
