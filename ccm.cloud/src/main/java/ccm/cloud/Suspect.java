package ccm.cloud;

import java.util.concurrent.TimeUnit;

/**
 * Finds the message that makes a cloud hang up. The head of the queue is suspected when the session
 * drops soon after it was sent; it is then sent alone, and accused after three such drops in a row.
 */
final class Suspect {
    static final int STRIKES = 3;
    private static final long SOON_NANOS = TimeUnit.SECONDS.toNanos(2);

    private long sequence; // 0 when nothing is suspected
    private int strikes;

    /** True while the head must be sent alone. */
    boolean any() {
        return sequence != 0;
    }

    /**
     * The head failed.
     *
     * @param dropped true when the session was lost meanwhile, or the connector broke
     * @return true when it is accused
     */
    boolean failed(long head, boolean dropped, long nanosSinceSent) {
        if (!dropped || nanosSinceSent > SOON_NANOS) {
            clear();
            return false;
        }
        if (sequence != head) {
            sequence = head; // in company, so this is no strike yet
            strikes = 0;
            return false;
        }
        strikes++;
        return strikes >= STRIKES;
    }

    /** The head arrived, or is gone. */
    void clear() {
        sequence = 0;
        strikes = 0;
    }
}
