package ccm.cli.rpc;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * When waiting ends.
 *
 * @param nanos the moment, in {@link System#nanoTime}
 * @param total how long it was to begin with
 */
public record Deadline(long nanos, Duration total) {
    /** So long from now. */
    public static Deadline in(Duration total) {
        return new Deadline(System.nanoTime() + total.toNanos(), total);
    }

    /** Milliseconds that are left, at least 0. */
    public long left() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime()));
    }

    public boolean passed() {
        return System.nanoTime() - nanos >= 0;
    }

    /** For people: {@code 0.05 s}. */
    public String shown() {
        return String.format(Locale.ROOT, "%s s", total.toMillis() / 1000.0);
    }
}
