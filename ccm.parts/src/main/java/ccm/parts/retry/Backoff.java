package ccm.parts.retry;

import ccm.api.cloud.Fault;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * How long to wait after a failure: doubled each time up to a limit. Where many ask the same peer
 * it varies by ±10 %, and it is longer when we are refused, so that asking often does not get us
 * locked out. For one thread.
 */
public final class Backoff {
    private static final double JITTER = 0.1;
    private static final double LARGE_JITTER = 0.5; // so that two do not meet again and again
    private static final int REFUSED_FACTOR = 5;
    private static final long REFUSED_MAX_NANOS = TimeUnit.MINUTES.toNanos(30);
    private static final long SHORTEST_NANOS = 10_000_000; // never a tight loop
    private static final double MIDDLE = 0.5;

    private final long min;
    private final long max;
    private final long refusedWait;
    private final DoubleSupplier random;
    private long delay; // 0 until the first failure
    private long refusedDelay; // 0 until the second refusal
    private int refusals;

    /** Makes one for something of this machine's own, which nobody else asks: nothing varies. */
    public Backoff(Duration min, Duration max) {
        this(min, max, Duration.ZERO, () -> MIDDLE);
    }

    /**
     * Makes one.
     *
     * @param refusedWait from the second refusal in a row on, doubled up to 30 minutes; zero for
     *     five times the usual wait
     * @param random gives 0 to 1
     */
    public Backoff(Duration min, Duration max, Duration refusedWait, DoubleSupplier random) {
        this.min = Math.max(SHORTEST_NANOS, min.toNanos());
        this.max = Math.max(this.min, max.toNanos());
        this.refusedWait = refusedWait.toNanos();
        this.random = random;
    }

    /** Takes note of one more failure. Returns true when the delay has reached its maximum. */
    public boolean failed(Fault fault) {
        delay = delay == 0 ? min : Math.min(delay * 2, max);
        refusals = fault == Fault.CREDENTIALS ? refusals + 1 : refusals;
        if (fault == Fault.CREDENTIALS && refusals > 1) {
            long longest = Math.max(refusedWait, REFUSED_MAX_NANOS);
            refusedDelay = refusedDelay == 0 ? refusedWait : Math.min(refusedDelay * 2, longest);
        }
        return delay >= max;
    }

    /** Takes note of one more failure, whatever it was; returns the wait after it. */
    public Duration next() {
        failed(Fault.UNREACHABLE);
        return Duration.ofNanos(nanos(Fault.UNREACHABLE));
    }

    /** The wait after the failure just noted, in nanoseconds. */
    public long nanos(Fault fault) {
        return switch (fault) {
            case CREDENTIALS -> refused();
            case DUPLICATE, THROTTLED -> varied(delay, LARGE_JITTER);
            default -> varied(delay, JITTER);
        };
    }

    private long refused() {
        if (refusedWait == 0) {
            return varied(delay, JITTER) * REFUSED_FACTOR;
        }
        return refusals > 1 // the first may have been a login that a moment makes right
                ? (long) (refusedDelay * (1 + JITTER * random.getAsDouble()))
                : varied(delay, JITTER);
    }

    private long varied(long nanos, double jitter) {
        return (long) (nanos * (1 + jitter * (2 * random.getAsDouble() - 1)));
    }

    /** The cloud let us in. */
    public void accepted() {
        refusals = 0;
        refusedDelay = 0;
    }

    /** Begins anew: the next failure waits for the shortest time. */
    public void reset() {
        delay = 0;
    }

    /** Another endpoint is tried next: after the shortest time. */
    public void restart() {
        delay = min;
    }
}
