package ccm.cli.transports;

import ccm.cli.line.FailedException;
import ccm.cli.rpc.Deadline;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Frames that a library's threads have received, waiting for the one that asks for them. */
final class Inbox {
    private final BlockingQueue<Optional<String>> frames = new LinkedBlockingQueue<>();
    private final String name;
    private volatile String end = ""; // why no more will come

    Inbox(String name) {
        this.name = name;
    }

    void put(String frame) {
        frames.add(Optional.of(frame));
    }

    /** No more will come. */
    void end(String why) {
        end = why;
        frames.add(Optional.empty());
    }

    /** The next one; empty when the time is over. */
    Optional<String> take(Deadline deadline) throws FailedException {
        try {
            Optional<String> next = frames.poll(deadline.left(), TimeUnit.MILLISECONDS);
            if (next == null) {
                return Optional.empty();
            }
            if (next.isEmpty()) {
                throw new FailedException(name + ": the gateway went away (" + end + ")");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException(name + ": interrupted", e);
        }
    }
}
