package ccm.cloud;

import ccm.api.cloud.Capabilities;
import java.util.concurrent.TimeUnit;

/**
 * Keeps to the rate of a cloud: so many messages a second over time, twice as many at once. Used by
 * the sender's thread alone.
 */
final class Pace {
    private static final double BURST_SECONDS = 2;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long ROUGH_NANOS = TimeUnit.MILLISECONDS.toNanos(5); // few, larger steps

    private final double rate;
    private final double most;
    private double credit;
    private long lookedAt;

    Pace(double rate, long now) {
        this.rate = rate;
        this.most = Math.max(1, rate * BURST_SECONDS);
        this.credit = most;
        this.lookedAt = now;
    }

    /** How many may go now. */
    int allowed(long now) {
        if (rate == Capabilities.ANY_RATE) {
            return Integer.MAX_VALUE;
        }
        credit = Math.min(most, credit + (now - lookedAt) / NANOS * rate);
        lookedAt = now;
        return (int) credit;
    }

    void sent(int count) {
        if (rate != Capabilities.ANY_RATE) {
            credit -= count;
        }
    }

    /** How long until the next one may go, in nanoseconds; for ever when one may go now. */
    long nanosToNext() {
        if (rate == Capabilities.ANY_RATE || credit >= 1) {
            return Long.MAX_VALUE;
        }
        return Math.max(ROUGH_NANOS, (long) Math.ceil((1 - credit) / rate * NANOS));
    }
}
