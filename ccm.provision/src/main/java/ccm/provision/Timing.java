package ccm.provision;

import java.time.Duration;
import java.time.Instant;

/** The engine's one thread and its clocks. */
interface Timing {
    /** Something that was planned. */
    @FunctionalInterface
    interface Planned {
        void cancel();
    }

    /** Runs a job on the engine's thread, after those before it; false when that has ended. */
    boolean run(Runnable job);

    /** Runs a job on the engine's thread after a while. */
    Planned after(Duration delay, Runnable job);

    /** A clock that nobody sets, in nanoseconds. */
    long nanos();

    /** The time of day. */
    Instant now();

    /** Whether so much has passed since a moment of {@link #nanos}. */
    default boolean passed(long since, Duration much) {
        return nanos() - since >= much.toNanos();
    }
}
