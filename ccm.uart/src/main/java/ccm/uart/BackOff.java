package ccm.uart;

import java.util.concurrent.TimeUnit;

/** How long to wait before the next try: 0.2 s at first, then twice as long, 5 s at most. */
final class BackOff {
    private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);

    private long next = FIRST;

    long nextNanos() {
        long now = next;
        next = Math.min(LONGEST, next * 2);
        return now;
    }

    void reset() {
        next = FIRST;
    }
}
