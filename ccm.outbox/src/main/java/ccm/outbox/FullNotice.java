package ccm.outbox;

import ccm.api.outbox.OutboxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that a queue is full, until it has been relieved; what comes again is at debug. */
final class FullNotice {
    private static final Logger LOG = LoggerFactory.getLogger(FullNotice.class);

    private final String queue;
    private volatile boolean said;
    private volatile long sinceSaid;

    FullNotice(String queue) {
        this.queue = queue;
    }

    /** Why a record is refused by a full queue. */
    String queue(QueueState state, QueueLimits limits, int size) {
        if (state.count() >= limits.maxCount()) {
            return "outbox "
                    + queue
                    + ": "
                    + state.count()
                    + " of "
                    + limits.maxCount()
                    + " records stored (outbox.max_count). Raise it, or set outbox.full_policy to"
                    + " drop-oldest";
        }
        return "outbox "
                + queue
                + ": "
                + state.bytes()
                + " of "
                + limits.maxBytes()
                + " bytes used (outbox.max_bytes), no room for "
                + size
                + ". Raise it, or set outbox.full_policy to drop-oldest";
    }

    /** Why a record is refused by itself. */
    String record(int length, int maxRecord) {
        return "outbox "
                + queue
                + ": record of "
                + length
                + " bytes, "
                + maxRecord
                + " allowed (outbox.max_record). Send less, or raise it";
    }

    /** Why a record is refused for the sake of memory. */
    String disk(long waiting) {
        return "outbox "
                + queue
                + ": "
                + waiting
                + " bytes wait for the disk, which is slower than"
                + " what comes. Send less at a time, or use a faster disk";
    }

    void rejected(String text) {
        say("{} ({} times since this was last said)", text);
    }

    void dropped() {
        say("outbox {}: full, drops its oldest records ({} times since this was last said)", queue);
    }

    void expired(long records, long maxAgeMillis) {
        LOG.warn(
                "outbox {}: {} records dropped, older than {} s (outbox.max_age_s)",
                queue,
                records,
                maxAgeMillis / 1000);
    }

    void unread(OutboxException cause) {
        LOG.debug("outbox {}: its oldest record cannot be read", queue, cause);
    }

    private void say(String text, String what) {
        if (said) {
            sinceSaid++;
            LOG.debug(text, what, sinceSaid);
        } else {
            said = true;
            sinceSaid = 0;
            LOG.warn(text, what, 0);
        }
    }

    /** With a quarter free again, the next time is news. */
    void relieved(QueueState state, QueueLimits limits) {
        if (said
                && state.bytes() < limits.maxBytes() / 4 * 3
                && state.count() < limits.maxCount() * 3 / 4.0) {
            said = false;
        }
    }
}
