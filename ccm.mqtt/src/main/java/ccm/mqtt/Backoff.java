package ccm.mqtt;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long to wait after a failure: doubled each time up to a limit, with ±10 % jitter. */
final class Backoff {
    private static final double JITTER = 0.1;
    private static final int CREDENTIALS_FACTOR = 5;
    private static final long SHORTEST_NANOS = 10_000_000; // never a tight loop

    private final long min;
    private final long max;
    private final DoubleSupplier random;
    private long delay; // 0 until the first failure

    /**
     * Makes one.
     *
     * @param random gives 0 to 1
     */
    Backoff(Duration min, Duration max, DoubleSupplier random) {
        this.min = Math.max(SHORTEST_NANOS, min.toNanos());
        this.max = Math.max(this.min, max.toNanos());
        this.random = random;
    }

    /** Takes note of one more failure. Returns true when the delay has reached its maximum. */
    boolean failed() {
        delay = delay == 0 ? min : Math.min(delay * 2, max);
        return delay >= max;
    }

    /**
     * The wait now, in nanoseconds.
     *
     * @param credentials true waits longer: asking often with a wrong password gets us locked out
     */
    long nanos(boolean credentials) {
        double jitter = 1 + JITTER * (2 * random.getAsDouble() - 1);
        return (long) (delay * jitter) * (credentials ? CREDENTIALS_FACTOR : 1);
    }

    /** Begins anew: the next failure waits for the shortest time. */
    void reset() {
        delay = 0;
    }

    /** Another broker is tried next: after the shortest time. */
    void restart() {
        delay = min;
    }
}
