package ccm.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition instead of sleeping. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PAUSE_NANOS = 2_000_000;

    private Eventually() {}

    /** An assertion that may fail at first. */
    @FunctionalInterface
    public interface Assertion {
        void run() throws Exception;
    }

    /** Repeats an assertion until it holds, for 20 s at most; then its last failure is thrown. */
    public static void eventually(Assertion assertion) {
        eventually(PATIENCE, assertion);
    }

    /**
     * Repeats an assertion until it holds, for so long at most; then its last failure is thrown.
     */
    public static void eventually(Duration patience, Assertion assertion) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError | Exception e) {
                if (System.nanoTime() > end) {
                    throw new AssertionError(
                            "still not so after " + patience.toSeconds() + " s: " + e.getMessage(),
                            e);
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
