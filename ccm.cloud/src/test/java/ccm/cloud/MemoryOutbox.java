package ccm.cloud;

import ccm.api.outbox.Outbox;
import ccm.api.outbox.OutboxException;
import ccm.api.outbox.OutboxException.Kind;
import ccm.api.outbox.OutboxQueue;
import ccm.api.outbox.QueueStatus;
import ccm.api.outbox.StoredRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An outbox that behaves as its contract says, on a disk of memory that outlives it. */
final class MemoryOutbox implements Outbox, AutoCloseable {
    /** What outlives an outbox: the records that are durable, and the numbers used. */
    static final class Disk {
        private final Map<String, Kept> queues = new HashMap<>();
        int maxCount = 1_000_000;
        int maxRecord = 300_000;
        boolean dropOldest;
        boolean storesQos0;
        boolean broken;

        private synchronized Kept kept(String name) {
            return queues.computeIfAbsent(name, any -> new Kept());
        }

        int count(String name) {
            Kept kept = kept(name);
            synchronized (kept) {
                return kept.records.size();
            }
        }
    }

    /** One queue on the disk. */
    private static final class Kept {
        final ArrayDeque<StoredRecord> records = new ArrayDeque<>();
        long bytes;
        long last;
        long durable;
        long dropped;
        long rejected;
    }

    private final Disk disk;
    private final Map<String, Queue> open = new HashMap<>();
    private volatile boolean closed;
    private volatile boolean slow;

    MemoryOutbox(Disk disk) {
        this.disk = disk;
    }

    /** From now on nothing becomes durable. */
    void stall() {
        slow = true;
    }

    /** Everything becomes durable, and what comes next at once. */
    void sync() {
        slow = false;
        queues().forEach(Queue::force);
    }

    /** Power cut: what is not durable is gone. */
    void crash() {
        closed = true;
        queues().forEach(Queue::cut);
    }

    /** A clean stop: everything becomes durable first. */
    @Override
    public void close() {
        closed = true;
        queues().forEach(Queue::force);
    }

    private synchronized List<Queue> queues() {
        return List.copyOf(open.values());
    }

    @Override
    public synchronized OutboxQueue queue(String name) throws OutboxException {
        check();
        return open.computeIfAbsent(name, any -> new Queue(disk.kept(name)));
    }

    @Override
    public boolean storesQos0() {
        return disk.storesQos0;
    }

    private void check() throws OutboxException {
        if (closed) {
            throw new OutboxException(Kind.CLOSED, "the store is closed");
        }
    }

    /** One queue while its outbox is open. */
    private final class Queue implements OutboxQueue {
        private final Kept kept;
        private final Map<Long, CompletableFuture<Long>> undurable = new HashMap<>();
        private volatile Runnable listener = () -> {};
        private boolean readNothing = true;

        Queue(Kept kept) {
            this.kept = kept;
        }

        @Override
        public CompletionStage<Long> append(byte[] record, Durability when) throws OutboxException {
            boolean tell;
            CompletableFuture<Long> done = new CompletableFuture<>();
            synchronized (kept) {
                admit(record);
                kept.records.add(new StoredRecord(++kept.last, System.currentTimeMillis(), record));
                kept.bytes += record.length;
                if (slow) {
                    undurable.put(kept.last, done);
                } else {
                    kept.durable = kept.last;
                    done.complete(kept.last);
                }
                tell = readNothing;
                readNothing = false;
            }
            if (tell) {
                listener.run();
            }
            return done;
        }

        private void admit(byte[] record) throws OutboxException {
            check();
            if (disk.broken) {
                throw new OutboxException(Kind.STORAGE, "/data/outbox: no space left. Free some");
            }
            if (record.length > disk.maxRecord) {
                throw new OutboxException(
                        Kind.FULL,
                        "record of " + record.length + " bytes, limit " + disk.maxRecord);
            }
            if (kept.records.size() >= disk.maxCount && disk.dropOldest) {
                remove(kept.records.peek().sequence());
                kept.dropped++;
            } else if (kept.records.size() >= disk.maxCount) {
                kept.rejected++;
                throw new OutboxException(
                        Kind.FULL, "the store is full: outbox.max_count is " + disk.maxCount);
            }
        }

        @Override
        public List<StoredRecord> read(long after, int max) throws OutboxException {
            synchronized (kept) {
                check();
                List<StoredRecord> found = new ArrayList<>();
                for (StoredRecord record : kept.records) {
                    if (record.sequence() > after && found.size() < max) {
                        found.add(record);
                    }
                    if (found.size() == max) {
                        break;
                    }
                }
                readNothing = found.isEmpty();
                return found;
            }
        }

        @Override
        public void acknowledge(long upTo) throws OutboxException {
            synchronized (kept) {
                check();
                remove(upTo);
            }
        }

        private void remove(long upTo) {
            while (!kept.records.isEmpty() && kept.records.peek().sequence() <= upTo) {
                kept.bytes -= kept.records.poll().data().length;
            }
        }

        @Override
        public void onAppend(Runnable told) {
            listener = told;
        }

        @Override
        public QueueStatus status() {
            synchronized (kept) {
                long oldest = kept.records.isEmpty() ? 0 : kept.records.peek().createdMillis();
                return new QueueStatus(
                        kept.records.size(), kept.bytes, oldest, kept.dropped, kept.rejected, 0);
            }
        }

        @Override
        public int maxRecord() {
            return disk.maxRecord;
        }

        void force() {
            List<CompletableFuture<Long>> done;
            synchronized (kept) {
                kept.durable = kept.last;
                done = List.copyOf(undurable.values());
                undurable.clear();
            }
            done.forEach(one -> one.complete(kept.durable));
        }

        void cut() {
            synchronized (kept) {
                undurable.clear(); // nobody is left to be told
                kept.records.removeIf(record -> record.sequence() > kept.durable);
                kept.bytes = kept.records.stream().mapToLong(r -> r.data().length).sum();
            }
        }
    }
}
