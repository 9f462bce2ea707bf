package ccm.cloud;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Messages for the host that are neither told nor on disk yet: a bounded queue in memory. */
final class WaitingRoom {
    static final int MAX_COUNT = 1000;
    static final int MAX_BYTES = 4 << 20;

    private final ArrayBlockingQueue<Waiting> room = new ArrayBlockingQueue<>(MAX_COUNT);
    private final AtomicLong bytes = new AtomicLong();

    /** False when there is no room. */
    boolean enter(Waiting next) {
        long now = bytes.addAndGet(next.size());
        if ((now <= MAX_BYTES || now == next.size()) && room.offer(next)) {
            return true;
        }
        bytes.addAndGet(-next.size());
        return false;
    }

    /** The oldest, which stays; null when there is none. */
    Waiting first() {
        return room.peek();
    }

    /** That one is told, on disk, or handed back; true when it was still here. */
    boolean leave(Waiting done) {
        boolean here = room.remove(done);
        if (here) {
            bytes.addAndGet(-done.size());
        }
        return here;
    }

    int count() {
        return room.size();
    }

    boolean isEmpty() {
        return room.isEmpty();
    }

    /** Hands all of them back to their clouds. */
    void failAll(String why) {
        for (Waiting next = first(); next != null; next = first()) {
            leave(next);
            next.finish(new CloudException(why, false));
        }
    }

    /** A message, who is told when it is safe, and since when it waits. */
    static final class Waiting {
        private final CloudMessage message;
        private final CompletableFuture<Void> safe = new CompletableFuture<>();
        private final long since = System.nanoTime();

        Waiting(CloudMessage message) {
            this.message = message;
        }

        CloudMessage message() {
            return message;
        }

        CompletableFuture<Void> safe() {
            return safe;
        }

        long waitedNanos() {
            return System.nanoTime() - since;
        }

        /** It is safe when there was no failure, and otherwise the cloud may send it again. */
        void finish(Throwable failure) {
            if (failure == null) {
                safe.complete(null);
            } else if (failure instanceof CloudException) {
                safe.completeExceptionally(failure);
            } else {
                safe.completeExceptionally(
                        new CloudException("host inbox: " + failure.getMessage(), false, failure));
            }
        }

        private int size() {
            return message.payload().length + message.topic().length();
        }
    }
}
