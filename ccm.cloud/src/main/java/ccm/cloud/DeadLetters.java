package ccm.cloud;

import ccm.api.outbox.Outbox;
import ccm.api.outbox.OutboxException;
import ccm.api.outbox.OutboxQueue;
import ccm.api.outbox.OutboxQueue.Durability;
import ccm.api.outbox.QueueStatus;
import ccm.api.outbox.StoredRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that a cloud will not take, set aside for a person to look at: the durable queue {@code
 * <cloud>.dead}, opened when it is first needed. The oldest make room for new ones.
 */
final class DeadLetters {
    static final int MAX_COUNT = 1_000;
    static final long MAX_BYTES = 4L << 20;
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final String name;
    private final Store store;
    private final Repeated trouble = new Repeated(LOG);
    private volatile boolean used;

    DeadLetters(String cloud, Store store) {
        this.name = cloud + ".dead";
        this.store = store;
    }

    /** Sets one aside; that it cannot be kept must not hold up the others. */
    synchronized void keep(StoredRecord undeliverable, String why) {
        try {
            OutboxQueue queue = queue();
            byte[] record = DeadLetter.record(undeliverable.data(), why, queue.maxRecord());
            makeRoom(queue, record.length);
            queue.append(record, Durability.SOON);
            trouble.over();
        } catch (OutboxException e) {
            trouble.warn(name + ": a message is given up and not kept. " + e.getMessage() + ".");
        }
    }

    /** The latest ones first. */
    synchronized List<DeadLetter> newest(int count) throws OutboxException {
        OutboxQueue queue = queue();
        List<DeadLetter> newest = new ArrayList<>();
        List<StoredRecord> all = queue.read(0, MAX_COUNT);
        all.subList(Math.max(0, all.size() - count), all.size())
                .forEach(stored -> newest.add(DeadLetter.of(stored)));
        Collections.reverse(newest);
        return newest;
    }

    synchronized QueueStatus status() throws OutboxException {
        return queue().status();
    }

    /** How many are kept; empty while nobody has asked since the start, and nothing was kept. */
    Optional<Long> count() {
        if (!used) {
            return Optional.empty();
        }
        try {
            return Optional.of(status().count());
        } catch (OutboxException e) {
            LOG.debug("{}: not to be had", name, e);
            return Optional.empty();
        }
    }

    /** Forgets all; returns how many. */
    synchronized long clear() throws OutboxException {
        OutboxQueue queue = queue();
        long cleared = queue.status().count();
        List<StoredRecord> all = queue.read(0, MAX_COUNT);
        if (!all.isEmpty()) {
            queue.acknowledge(all.get(all.size() - 1).sequence());
        }
        return cleared;
    }

    private OutboxQueue queue() throws OutboxException {
        Outbox outbox =
                store.outbox()
                        .orElseThrow(
                                () ->
                                        new OutboxException(
                                                OutboxException.Kind.CLOSED,
                                                name
                                                        + ": the store is away. Is ccm.outbox"
                                                        + " installed and started?"));
        used = true;
        return outbox.queue(name);
    }

    private static void makeRoom(OutboxQueue queue, int bytes) throws OutboxException {
        while (queue.status().count() >= MAX_COUNT
                || queue.status().count() > 0 && queue.status().bytes() + bytes > MAX_BYTES) {
            List<StoredRecord> oldest = queue.read(0, 1);
            if (oldest.isEmpty()) {
                return;
            }
            queue.acknowledge(oldest.get(0).sequence());
        }
    }
}
