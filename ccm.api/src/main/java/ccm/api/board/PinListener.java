package ccm.api.board;

import org.osgi.annotation.versioning.ConsumerType;

/** Told of a watched line. Called on one thread; do nothing slow here. */
@ConsumerType
public interface PinListener {
    /**
     * The line changed.
     *
     * @param active what it is now
     * @param nanos when, on the kernel's monotonic clock, in nanoseconds
     */
    void onEdge(boolean active, long nanos);

    /** The line is gone, with its chip; nothing follows. */
    default void onLost(String cause) {}
}
