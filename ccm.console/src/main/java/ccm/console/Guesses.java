package ccm.console;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts wrong passwords in a row; from the fifth on, each one shuts the door for a while. */
final class Guesses {
    private static final int FREE = 5;
    private static final long SHUT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final LongSupplier clock;
    private int wrong; // guarded by this
    private long shutUntil; // guarded by this

    Guesses(LongSupplier clock) {
        this.clock = clock;
    }

    synchronized boolean tooMany() {
        return wrong >= FREE && clock.getAsLong() - shutUntil < 0;
    }

    /**
     * One more; true when it is worth a line in the log: the first, and each that shuts the door.
     */
    synchronized boolean wrong() {
        wrong++;
        shutUntil = clock.getAsLong() + SHUT_NANOS;
        return wrong == 1 || wrong >= FREE;
    }

    synchronized void right() {
        wrong = 0;
    }

    synchronized int count() {
        return wrong;
    }
}
