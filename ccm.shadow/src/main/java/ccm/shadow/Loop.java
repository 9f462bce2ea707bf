package ccm.shadow;

import java.time.Duration;

/** Where the engine does its work, one thing after the other. */
interface Loop {
    /** The time, of the clock that {@link #after} goes by; never negative. */
    long nanos();

    /** Does it soon, behind what waits already: for what is bounded by itself. */
    void execute(Runnable job);

    /**
     * Does it soon, behind what waits already, unless too much waits.
     *
     * @return false when it is not done
     */
    boolean offer(Runnable job);

    /** Does it then. Returns what takes it back, which does nothing once it was done. */
    Runnable after(Duration wait, Runnable job);
}
