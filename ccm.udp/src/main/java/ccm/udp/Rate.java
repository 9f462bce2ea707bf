package ccm.udp;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets through so much a second, and as much at once. Safe for use by many threads. */
final class Rate {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final double perSecond;
    private final LongSupplier nanoTime;
    private double left; // these two: guarded by this
    private long at;

    Rate(double perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.left = perSecond;
        this.at = nanoTime.getAsLong();
    }

    /** True when one more may pass. */
    synchronized boolean pass() {
        long now = nanoTime.getAsLong();
        left = Math.min(perSecond, left + (now - at) / NANOS * perSecond);
        at = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
