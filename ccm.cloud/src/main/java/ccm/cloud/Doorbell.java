package ccm.cloud;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes the one thread that waits here. A ring is never lost, and costs a system call only when
 * that thread is really asleep.
 *
 * <p>When rings follow one another closely the thread takes a nap that nobody interrupts, so that
 * it finds a batch instead of being woken for each message.
 */
final class Doorbell {
    private static final long CLOSE_NANOS = TimeUnit.MICROSECONDS.toNanos(300);
    private static final long NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final int RUSH = 4;

    private final AtomicBoolean asleep = new AtomicBoolean();
    private volatile boolean rung;
    private volatile Thread waiter;
    private long lastWake; // touched only by the waiting thread, like the next one
    private int close;

    void ring() {
        rung = true;
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            LockSupport.unpark(waiter);
        }
    }

    /** Waits for a ring, for so long at most. A ring since the last wait counts. */
    void await(long nanos) {
        close = System.nanoTime() - lastWake < CLOSE_NANOS ? close + 1 : 0;
        if (close > RUSH) {
            LockSupport.parkNanos(Math.min(nanos, NAP_NANOS));
        }
        if (!rung) {
            sleep(nanos);
        }
        rung = false; // before the work: what rings from here on is seen by the next wait
        lastWake = System.nanoTime();
    }

    private void sleep(long nanos) {
        waiter = Thread.currentThread();
        asleep.set(true);
        if (!rung) {
            LockSupport.parkNanos(nanos);
        }
        asleep.set(false);
    }
}
