package ccm.cloud;

import ccm.api.cloud.CloudMessage;
import ccm.api.outbox.OutboxException;
import ccm.api.outbox.OutboxQueue;
import ccm.api.outbox.StoredRecord;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sender's place in its queue, kept while the outbox is swapped. Used by the sender's thread
 * alone.
 */
final class QueueReader {
    private static final Logger LOG = LoggerFactory.getLogger(QueueReader.class);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CloudQueue queue;
    private final Runnable wake;
    private final StoredMessage codec = new StoredMessage();
    private final Repeated trouble = new Repeated(LOG);
    private final Repeated givenUp = new Repeated(LOG);
    private OutboxQueue here; // null while the outbox is away
    private long cursor; // the last record that was sent
    private long settled; // the last record that need not be sent again
    private long acknowledged; // the last record that the queue was told to remove

    QueueReader(CloudQueue queue, Runnable wake) {
        this.queue = queue;
        this.wake = wake;
    }

    /**
     * True when there is a queue to read.
     *
     * @param unsettled what was read from a former one and may still arrive: its successor is not
     *     touched before that is known, so that nothing is sent twice
     */
    boolean attached(int unsettled) throws OutboxException {
        OutboxQueue current = queue.current().orElse(null);
        if (current == here) {
            return here != null;
        }
        here = null;
        if (current == null || unsettled > 0) {
            return false;
        }
        current.onAppend(wake);
        here = current;
        acknowledge(settled);
        cursor = 0; // the oldest that it keeps, however it counts
        settled = 0;
        acknowledged = 0;
        return true;
    }

    List<StoredRecord> next(int max) throws OutboxException {
        List<StoredRecord> records = here.read(cursor, max);
        trouble.over();
        return records;
    }

    /** That one is on its way: goes on behind it. */
    void passed(StoredRecord record) {
        cursor = record.sequence();
    }

    CloudMessage message(StoredRecord stored) {
        return codec.message(stored.data());
    }

    /** Everything up to there need not be sent again; 0 says nothing. */
    void acknowledge(long upTo) throws OutboxException {
        settled = Math.max(settled, upTo);
        if (here != null && settled > acknowledged) {
            here.acknowledge(settled);
            acknowledged = settled;
        }
    }

    /** Reads again from behind the last settled record. */
    void rewind() {
        cursor = settled;
    }

    /** The queue failed: returns how long to leave it alone. */
    long lost(OutboxException e) {
        if (here != null && e.kind() == OutboxException.Kind.CLOSED) {
            queue.leave(here);
        } else {
            trouble.warn(queue.name() + ": the store failed. " + e.getMessage() + ".");
        }
        here = null;
        return RETRY_NANOS;
    }

    void detach() {
        if (here != null) {
            here.onAppend(() -> {});
        }
    }

    void logGivenUp(StoredRecord stored, String why) {
        String topic;
        try {
            topic = codec.message(stored.data()).topic();
        } catch (IllegalArgumentException e) {
            topic = "(unreadable)";
        }
        givenUp.warn(
                queue.name()
                        + ": message of "
                        + stored.data().length
                        + " bytes to "
                        + topic
                        + " is set aside (Cloud.Dead): "
                        + why
                        + ".");
    }
}
