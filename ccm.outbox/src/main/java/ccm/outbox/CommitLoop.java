package ccm.outbox;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread {@code ccm-outbox-commit} of a queue. It is never interrupted, because an interrupt
 * closes the file that a thread is writing to.
 */
final class CommitLoop {
    private static final int BUSY_GROUP = 4;
    private static final int MOST_GATHERED = 10;
    private static final long GATHER_NANOS = 50_000;

    /** What it does, again and again. */
    interface Work {
        /** Does what is due; how many records that were. */
        int run();

        /** Nanoseconds until something is due. */
        long pause();

        /** How many records are not on disk yet. */
        long waiting();

        /** The last thing done. */
        void end();
    }

    private final Work work;
    private final Thread thread;
    private volatile boolean parked;
    private volatile boolean ending;

    CommitLoop(Work work, ThreadFactory threads) {
        this.work = work;
        this.thread = threads.newThread(this::run);
    }

    void start() {
        thread.start();
    }

    /** Something may be due. Call it after the queue's state says so, without its monitor. */
    void wake() {
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    /** Ends the thread after its last work; false when it is not done in time. */
    boolean close(long millis) {
        ending = true;
        LockSupport.unpark(thread);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean interrupted = false;
        while (thread.isAlive() && System.nanoTime() < end) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true; // set again below, when the files are safe
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void run() {
        try {
            while (!ending) {
                int records = work.run();
                if (records >= BUSY_GROUP) {
                    gather(records);
                }
                rest();
            }
        } finally {
            work.end();
        }
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

    private void rest() {
        parked = true; // before the look, so that who comes after the look wakes us
        long pause = work.pause();
        if (pause > 0 && !ending) {
            LockSupport.parkNanos(this, pause);
        }
        parked = false;
    }
}
