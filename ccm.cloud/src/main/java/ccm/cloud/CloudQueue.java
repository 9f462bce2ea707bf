package ccm.cloud;

import ccm.api.cloud.CloudMessage;
import ccm.api.outbox.Outbox;
import ccm.api.outbox.OutboxException;
import ccm.api.outbox.OutboxQueue;
import ccm.api.outbox.OutboxQueue.Durability;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable queue of one name, which stays the same while the outbox is swapped: what comes in
 * between waits here, in order and within limits, and is appended first when the outbox is back.
 */
final class CloudQueue {
    static final int MAX_WAITING = 1000;
    static final int MAX_WAITING_BYTES = 1 << 20;
    private static final long PATIENCE_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(CloudQueue.class);

    private final String name;
    private final Store store;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(); // guarded by itself
    private final Repeated trouble = new Repeated(LOG);
    private int waitingBytes; // guarded by waiting
    private volatile OutboxQueue queue; // null while the outbox is away or somebody waits

    CloudQueue(String name, Store store) {
        this.name = name;
        this.store = store;
    }

    String name() {
        return name;
    }

    /** The queue itself, while the outbox is here. */
    Optional<OutboxQueue> current() {
        return Optional.ofNullable(queue);
    }

    /** Like {@link OutboxQueue#append}; while the outbox is away the record waits in memory. */
    CompletionStage<Long> append(byte[] record, Durability when) throws OutboxException {
        while (true) {
            OutboxQueue here = queue;
            if (here == null) {
                Optional<CompletionStage<Long>> kept = keep(record, when);
                if (kept.isPresent()) {
                    return kept.get();
                }
                continue; // the queue came back a moment ago
            }
            try {
                return here.append(record, when);
            } catch (OutboxException e) {
                if (e.kind() != OutboxException.Kind.CLOSED) {
                    throw e;
                }
                leave(here);
            }
        }
    }

    /** Stores a QoS 0 message for later, if that is wanted and possible. */
    boolean storeQos0(CloudMessage message) {
        if (!store.storesQos0()) {
            return false;
        }
        try {
            append(StoredMessage.record(message), Durability.SOON);
            return true;
        } catch (OutboxException e) {
            LOG.debug("{}: QoS 0 message not stored", name, e);
            return false;
        }
    }

    /** The outbox is not what it was: takes the queue of the present one. */
    synchronized void refresh() { // synchronized: one at a time hands over what waits
        Optional<Outbox> outbox = store.outbox();
        if (outbox.isEmpty()) {
            queue = null;
            return;
        }
        try {
            OutboxQueue arrived = outbox.get().queue(name);
            if (queue != arrived) {
                queue = null; // until what waits is handed over, nobody passes
                handOver(arrived);
            }
            trouble.over();
        } catch (OutboxException e) {
            queue = null;
            trouble.warn(name + ": no queue. " + e.getMessage() + ".");
        }
    }

    /** Tries again when the present outbox could not open it before. */
    void refreshIfMissing() {
        if (queue == null && store.outbox().isPresent()) {
            refresh();
        }
    }

    void leave(OutboxQueue closed) {
        if (queue == closed) {
            queue = null;
        }
    }

    private void handOver(OutboxQueue arrived) throws OutboxException {
        while (true) {
            Waiting next;
            synchronized (waiting) {
                next = waiting.peek();
                if (next == null) {
                    queue = arrived; // within the lock: nobody can begin to wait any more
                    return;
                }
            }
            append(next, arrived);
            synchronized (waiting) {
                waiting.poll();
                waitingBytes -= next.record.length;
            }
        }
    }

    private void append(Waiting next, OutboxQueue arrived) throws OutboxException {
        try {
            arrived.append(next.record, next.when)
                    .whenComplete(
                            (sequence, failure) -> {
                                if (failure == null) {
                                    next.done.complete(sequence);
                                } else {
                                    next.done.completeExceptionally(failure);
                                }
                            });
        } catch (OutboxException e) {
            if (e.kind() == OutboxException.Kind.CLOSED) {
                throw e; // gone again: it goes on waiting
            }
            next.done.completeExceptionally(e);
            trouble.warn(name + ": a message that waited for the store is lost. " + e.getMessage());
        }
    }

    private Optional<CompletionStage<Long>> keep(byte[] record, Durability when)
            throws OutboxException {
        CompletableFuture<Long> done = new CompletableFuture<>();
        synchronized (waiting) {
            if (queue != null) {
                return Optional.empty();
            }
            if (waiting.size() >= MAX_WAITING
                    || waitingBytes + record.length > MAX_WAITING_BYTES && !waiting.isEmpty()) {
                throw new OutboxException(
                        OutboxException.Kind.CLOSED,
                        name
                                + ": the store is away and "
                                + waiting.size()
                                + " messages wait for it. Try again in a moment");
            }
            waiting.add(new Waiting(record, when, done));
            waitingBytes += record.length;
        }
        return Optional.of(when == Durability.NOW ? answered(done) : done);
    }

    /** Whoever waits is answered in time; the record goes on waiting. */
    private CompletionStage<Long> answered(CompletableFuture<Long> done) {
        CompletableFuture<Long> answer = done.copy();
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionallyCompose(
                        failure ->
                                CompletableFuture.failedFuture(
                                        failure instanceof TimeoutException ? away() : failure));
    }

    private OutboxException away() {
        return new OutboxException(
                OutboxException.Kind.CLOSED,
                name
                        + ": the store was away for "
                        + PATIENCE_SECONDS
                        + " s. Is ccm.outbox installed and started?");
    }

    /** A record that waits for the outbox. */
    private record Waiting(byte[] record, Durability when, CompletableFuture<Long> done) {}
}
