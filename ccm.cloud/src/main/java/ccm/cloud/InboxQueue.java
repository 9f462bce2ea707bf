package ccm.cloud;

import ccm.api.cloud.CloudMessage;
import ccm.api.outbox.Outbox;
import ccm.api.outbox.OutboxException;
import ccm.api.outbox.OutboxQueue;
import ccm.api.outbox.OutboxQueue.Durability;
import ccm.api.outbox.QueueStatus;
import ccm.api.outbox.StoredRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/**
 * Messages kept for a host that is away: the durable queue {@code host.inbox}, with limits of its
 * own. Used by the inbox thread alone.
 */
final class InboxQueue {
    static final String NAME = "host.inbox";
    private static final int BATCH = 32;

    private final Store store;
    private final StoredMessage codec = new StoredMessage();
    private final LongAdder dropped = new LongAdder();
    private Outbox from; // whose queue this is
    private volatile OutboxQueue queue; // null while the outbox is away
    private boolean empty; // what is known of it, also while it is away

    InboxQueue(Store store) {
        this.store = store;
    }

    long dropped() {
        return dropped.sum();
    }

    Optional<QueueStatus> status() {
        return Optional.ofNullable(queue).map(OutboxQueue::status);
    }

    /** Takes the queue of the present outbox; false while there is none. */
    boolean attach() throws OutboxException {
        Outbox present = store.outbox().orElse(null);
        if (present == null) {
            detach();
        } else if (present != from) {
            queue = present.queue(NAME);
            from = present;
            empty = queue.read(0, 1).isEmpty();
        }
        return queue != null;
    }

    void detach() {
        queue = null;
        from = null;
    }

    /** True when nothing is kept, as far as is known: what is new may pass. */
    boolean isEmpty() {
        return empty;
    }

    List<StoredRecord> oldest() throws OutboxException {
        List<StoredRecord> records = queue.read(0, BATCH);
        empty = records.isEmpty();
        return records;
    }

    /** The message of a record; empty when it is none of ours. */
    Optional<CloudMessage> message(StoredRecord record) {
        try {
            return Optional.of(codec.message(record.data()));
        } catch (IllegalArgumentException e) {
            dropped.increment();
            return Optional.empty();
        }
    }

    void remove(StoredRecord record) throws OutboxException {
        queue.acknowledge(record.sequence());
    }

    /** Keeps one; the oldest are dropped to make room, whatever the store's own policy is. */
    CompletionStage<Long> append(CloudMessage message, long maxCount, long maxBytes)
            throws OutboxException {
        byte[] record = StoredMessage.record(message);
        makeRoom(maxCount - 1, maxBytes - record.length);
        Durability when = message.qos() > 0 ? Durability.NOW : Durability.SOON;
        while (true) {
            try {
                CompletionStage<Long> stored = queue.append(record, when);
                empty = false;
                return stored;
            } catch (OutboxException e) {
                if (e.kind() != OutboxException.Kind.FULL || !dropOldest(1)) {
                    throw e;
                }
            }
        }
    }

    private void makeRoom(long count, long bytes) throws OutboxException {
        QueueStatus status = queue.status();
        if (status.count() > count) {
            dropOldest((int) Math.min(status.count() - count, BATCH));
        }
        while (queue.status().bytes() > bytes && dropOldest(1)) {
            continue; // one at a time: they are of any size
        }
    }

    private boolean dropOldest(int count) throws OutboxException {
        List<StoredRecord> oldest = queue.read(0, Math.max(1, count));
        if (oldest.isEmpty()) {
            return false;
        }
        queue.acknowledge(oldest.get(oldest.size() - 1).sequence());
        dropped.add(oldest.size());
        return true;
    }
}
