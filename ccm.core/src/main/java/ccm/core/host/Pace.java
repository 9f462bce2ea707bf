package ccm.core.host;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Frames on their way to a host that needs a gap between two of them. A reply to a call ends the
 * gap: the host has read what it was sent.
 */
final class Pace {
    private static final int MAX_WAITING = 64;

    private final long gapNanos;
    private final LongSupplier clock;
    private final ScheduledExecutorService timer;
    private final Deque<Runnable> waiting = new ArrayDeque<>(); // guarded by this
    private long earliest; // guarded by this, like the next
    private boolean planned;
    private boolean answered; // the host, since the last frame

    Pace(Duration gap, LongSupplier clock, ScheduledExecutorService timer) {
        this.gapNanos = gap.toNanos();
        this.clock = clock;
        this.timer = timer;
        this.earliest = clock.getAsLong();
    }

    /**
     * Sends a frame when its turn has come.
     *
     * @return false when too many wait already
     */
    synchronized boolean offer(Runnable send) {
        if (waiting.size() >= MAX_WAITING) {
            return false;
        }
        waiting.add(send);
        plan();
        return true;
    }

    /** The host has answered: it is ready for the next frame. */
    synchronized void replied() {
        answered = true;
        earliest = clock.getAsLong();
    }

    /** Forgets what waits: the line is lost. */
    synchronized void clear() {
        waiting.clear();
    }

    private void plan() {
        if (planned || waiting.isEmpty()) {
            return;
        }
        long wait = Math.max(0, earliest - clock.getAsLong());
        try {
            timer.schedule(this::next, wait, TimeUnit.NANOSECONDS);
            planned = true;
        } catch (RejectedExecutionException e) {
            waiting.clear(); // the bundle is stopping
        }
    }

    private void next() {
        Runnable send = due();
        if (send != null) {
            send.run();
        }
        synchronized (this) {
            if (send != null && !answered) { // the gap begins when the frame is out
                earliest = clock.getAsLong() + gapNanos;
            }
            plan();
        }
    }

    /** Null when there is nothing to send yet. */
    private synchronized Runnable due() {
        planned = false;
        if (clock.getAsLong() < earliest) {
            return null;
        }
        answered = false;
        return waiting.poll();
    }
}
