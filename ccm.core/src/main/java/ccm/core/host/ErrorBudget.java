package ccm.core.host;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many error frames may answer noise: ten a second, so that a peer which takes our errors for
 * noise itself cannot keep both sides busy. Used by the reading thread of its link alone.
 */
final class ErrorBudget {
    private static final int PER_SECOND = 10;

    private final LongSupplier clock;
    private long windowStart;
    private int spent;

    ErrorBudget(LongSupplier clock) {
        this.clock = clock;
        this.windowStart = clock.getAsLong();
    }

    boolean spend() {
        long now = clock.getAsLong();
        if (now - windowStart >= TimeUnit.SECONDS.toNanos(1)) {
            windowStart = now;
            spent = 0;
        }
        boolean granted = spent < PER_SECOND;
        spent += granted ? 1 : 0;
        return granted;
    }
}
