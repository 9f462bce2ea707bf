package ccm.board.linux.wifi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What the one thread of a radio has to do: signals, which it takes also in the middle of a step,
 * and steps, of which it takes one after the other.
 */
final class Mailbox {
    private static final int MOST_STEPS = 8;
    private static final int MOST_SIGNALS = 1_000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final Deque<Runnable> signals = new ArrayDeque<>(); // guarded by this
    private final Deque<Step> steps = new ArrayDeque<>(); // guarded by this
    private boolean shut; // guarded by this

    /** Something to do, or to refuse when it is not to be done any more. */
    interface Step extends Runnable {
        void refuse();
    }

    /** What became of a step that was handed in. */
    enum Taken {
        YES,
        FULL,
        SHUT
    }

    synchronized Taken add(Step step) {
        if (shut) {
            return Taken.SHUT;
        }
        if (steps.size() >= MOST_STEPS) {
            return Taken.FULL;
        }
        steps.add(step);
        notifyAll();
        return Taken.YES;
    }

    /** A signal of somebody else's; one of too many, which are about the same, is not heard. */
    synchronized void hear(Runnable signal) {
        if (signals.size() < MOST_SIGNALS) {
            signal(signal);
        }
    }

    /** One of our own. */
    synchronized void signal(Runnable signal) {
        signals.add(signal);
        notifyAll();
    }

    /** The next signal; null when none comes before then. */
    synchronized Runnable signal(long deadlineNanos) throws InterruptedException {
        while (signals.isEmpty() && left(deadlineNanos) > 0) {
            wait(left(deadlineNanos));
        }
        return signals.poll();
    }

    /** The next signal or, with none there, the next step; waits for it. */
    synchronized Runnable next() throws InterruptedException {
        while (signals.isEmpty() && steps.isEmpty()) {
            wait();
        }
        return signals.isEmpty() ? steps.poll() : signals.poll();
    }

    /** Takes no more steps: those that were still waiting. */
    synchronized List<Step> shut() {
        shut = true;
        List<Step> left = List.copyOf(steps);
        steps.clear();
        return left;
    }

    private static long left(long deadlineNanos) {
        return (deadlineNanos - System.nanoTime() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    }
}
