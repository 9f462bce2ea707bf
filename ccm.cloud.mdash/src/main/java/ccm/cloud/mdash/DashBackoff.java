package ccm.cloud.mdash;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to stay away after a failure: doubled each time, and longer when we are refused, so that
 * asking often does not get us locked out. For one thread.
 */
final class DashBackoff {
    private static final double JITTER = 0.1;
    private static final double LARGE_JITTER = 0.5; // so that two do not meet again and again
    private static final Duration SHORTEST = Duration.ofMillis(10); // never a tight loop
    private static final Duration REFUSED_MAX = Duration.ofMinutes(30);

    private final long min;
    private final long max;
    private final long refused;
    private final DoubleSupplier random;
    private long delay; // 0 until the first failure
    private long refusedDelay; // 0 until the second refusal
    private int refusals;

    /**
     * Makes one.
     *
     * @param refused from the second refusal in a row on, doubled up to 30 minutes
     * @param random gives 0 to 1
     */
    DashBackoff(Duration min, Duration max, Duration refused, DoubleSupplier random) {
        this.min = Math.max(SHORTEST.toNanos(), min.toNanos());
        this.max = Math.max(this.min, max.toNanos());
        this.refused = refused.toNanos();
        this.random = random;
    }

    /** The wait after one more failure, in nanoseconds. */
    long failed(DashFailure why) {
        delay = delay == 0 ? min : Math.min(delay * 2, max);
        long wait =
                switch (why.fault()) {
                    case CREDENTIALS -> refused();
                    case DUPLICATE, THROTTLED -> varied(LARGE_JITTER);
                    default -> varied(JITTER);
                };
        return Math.max(wait, why.askedWait().map(Duration::toNanos).orElse(0L));
    }

    /** The server let us in. */
    void accepted() {
        refusals = 0;
        refusedDelay = 0;
    }

    /** The connection has lasted. */
    void reset() {
        delay = 0;
    }

    private long refused() {
        refusals++;
        if (refusals == 1) {
            return varied(JITTER); // it may have been a moment at the server
        }
        long longest = Math.max(refused, REFUSED_MAX.toNanos());
        refusedDelay = refusedDelay == 0 ? refused : Math.min(refusedDelay * 2, longest);
        return (long) (refusedDelay * (1 + JITTER * random.getAsDouble()));
    }

    private long varied(double jitter) {
        return (long) (delay * (1 + jitter * (2 * random.getAsDouble() - 1)));
    }
}
