package ccm.outbox;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread {@code ccm-outbox-commit} of a queue; there only while there is something to do, and a
 * moment more. It is never interrupted, because an interrupt closes the file that a thread is
 * writing to.
 */
final class CommitLoop {
    /** Nothing is due. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int BUSY_GROUP = 4;
    private static final int MOST_GATHERED = 10;
    private static final long GATHER_NANOS = 50_000;
    private static final long IDLE_NANOS = 10_000_000_000L;

    /** What it does, again and again. */
    interface Work {
        /** Does what is due; how many records that were. */
        int run();

        /** Nanoseconds until something is due; {@link CommitLoop#NEVER} when nothing is. */
        long pause();

        /** How many records are not on disk yet. */
        long waiting();

        /** The last thing done. */
        void end();
    }

    private final Work work;
    private final ThreadFactory threads;
    private final long idleNanos;
    private final AtomicBoolean left = new AtomicBoolean(); // no thread: who sets false begins one
    private volatile Thread thread;
    private volatile boolean parked;
    private volatile boolean ending;
    private volatile boolean ended;

    CommitLoop(Work work, ThreadFactory threads) {
        this(work, threads, IDLE_NANOS);
    }

    CommitLoop(Work work, ThreadFactory threads, long idleNanos) {
        this.work = work;
        this.threads = threads;
        this.idleNanos = idleNanos;
    }

    void start() {
        thread = threads.newThread(this::run);
        thread.start();
    }

    /** Something may be due. Call it after the queue's state says so, without its monitor. */
    void wake() {
        if (parked) {
            LockSupport.unpark(thread);
        } else {
            startIfLeft();
        }
    }

    private void startIfLeft() {
        if (!left.compareAndSet(true, false)) {
            return;
        }
        boolean started = false;
        try {
            start();
            started = true;
        } finally {
            if (!started) {
                left.set(true); // out of memory for threads: the next one tries again
            }
        }
    }

    /** Ends the thread after its last work; false when it is not done in time. */
    boolean close(long millis) {
        ending = true;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean interrupted = false;
        while (!(ended && !thread.isAlive()) && System.nanoTime() < end) {
            startIfLeft();
            LockSupport.unpark(thread);
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true; // set again below, when the files are safe
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ended && !thread.isAlive();
    }

    private void run() {
        boolean leaves = false;
        try {
            leaves = runUntilIdle();
        } finally {
            if (!leaves) {
                work.end();
                ended = true;
            }
        }
    }

    /** True when it left because nothing was to do; false at the end. */
    private boolean runUntilIdle() {
        boolean idle = false;
        while (!ending) {
            int records = work.run();
            if (records >= BUSY_GROUP) {
                gather(records);
            }
            if (idle && leaves()) {
                return true;
            }
            idle = rest();
        }
        return false;
    }

    /**
     * From the first line on somebody who wakes us begins another thread. Whoever appended before
     * that is seen behind it.
     */
    private boolean leaves() {
        left.set(true);
        boolean due = ending || work.pause() != NEVER;
        return !due || !left.compareAndSet(true, false);
    }

    /**
     * Under load, lets a group grow as large as the one before while records keep coming: fewer and
     * larger writes. A lone record is never kept waiting.
     */
    private void gather(int before) {
        long seen = work.waiting();
        for (int i = 0; i < MOST_GATHERED && seen < before && !ending; i++) {
            LockSupport.parkNanos(this, GATHER_NANOS);
            long now = work.waiting();
            if (now == seen) {
                return;
            }
            seen = now;
        }
    }

    /** Waits until something is due. True when nothing was for a long time. */
    private boolean rest() {
        parked = true; // before the look, so that who comes after the look wakes us
        long pause = work.pause();
        long begun = System.nanoTime();
        if (pause > 0 && !ending) {
            LockSupport.parkNanos(this, Math.min(pause, idleNanos));
        }
        parked = false;
        return pause == NEVER && System.nanoTime() - begun >= idleNanos;
    }
}
