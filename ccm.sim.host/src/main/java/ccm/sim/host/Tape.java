package ccm.sim.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The last frames on a line, numbered, in both directions. Safe for use by many threads. */
public final class Tape {
    private static final int KEPT = 10_000;

    private final Deque<Frame> frames = new ArrayDeque<>();
    private long count;

    /**
     * One frame.
     *
     * @param number counts from 1
     * @param toHost true when the host received it
     * @param text the line without its end
     */
    public record Frame(long number, boolean toHost, String text) {
        @Override
        public String toString() {
            return (toHost ? "< " : "> ") + text;
        }
    }

    synchronized void add(boolean toHost, String text) {
        frames.addLast(new Frame(++count, toHost, text));
        if (frames.size() > KEPT) {
            frames.removeFirst();
        }
        notifyAll();
    }

    /** The frames behind a number that are still kept, oldest first. */
    public synchronized List<Frame> after(long number) {
        return frames.stream().filter(frame -> frame.number() > number).toList();
    }

    /** What the host received, oldest first, as far as it is still kept. */
    public synchronized List<String> received() {
        return frames.stream().filter(Frame::toHost).map(Frame::text).toList();
    }

    /** Waits for a frame behind a number, or to be woken, for so long at most. */
    synchronized void awaitBehind(long number, long millis) throws InterruptedException {
        if (count <= number) {
            wait(millis);
        }
    }

    /** Wakes who waits. */
    synchronized void wake() {
        notifyAll();
    }

    /**
     * Waits for a frame that the host receives.
     *
     * @throws AssertionError when none such came in time
     */
    public synchronized String await(Predicate<String> wanted, long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            for (Frame frame : frames) {
                if (frame.toHost() && wanted.test(frame.text())) {
                    return frame.text();
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("no such frame in " + millis + " ms");
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
