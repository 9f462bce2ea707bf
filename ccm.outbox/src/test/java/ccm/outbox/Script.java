package ccm.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.outbox.OutboxException;
import ccm.api.outbox.OutboxQueue.Durability;
import ccm.api.outbox.StoredRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A writer, a reader and a clock that do the same things for the same seed, and remember what they
 * were promised.
 */
final class Script {
    private static final int LONGEST = 900;

    private final Random random;
    private final QueueLimits limits;
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final Map<Long, String> promised = new TreeMap<>();
    private final Set<String> appended = new HashSet<>();
    private long acknowledged; // and all before
    private long seen;
    private int texts;
    private Disk disk;
    private LogQueue queue;

    Script(long seed, Disk disk, QueueLimits limits) throws OutboxException {
        this.random = new Random(seed);
        this.limits = limits;
        this.disk = disk;
        this.queue = Queues.open(disk, limits, clock::get);
    }

    void run(int steps) throws OutboxException {
        for (int i = 0; i < steps; i++) {
            step();
        }
    }

    private void step() throws OutboxException {
        clock.addAndGet(random.nextInt(50));
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> append(Durability.NOW);
            case 4, 5 -> append(Durability.SOON);
            case 6, 7, 8 -> queue.turn(random.nextBoolean());
            case 9 -> read();
            case 10 -> acknowledge();
            default -> {
                if (random.nextInt(6) == 0) {
                    reopen(disk);
                }
            }
        }
    }

    private void append(Durability when) throws OutboxException {
        String text = ++texts + ":" + "x".repeat(random.nextInt(LONGEST));
        appended.add(text);
        CompletionStage<Long> stored;
        try {
            stored = queue.append(text.getBytes(UTF_8), when);
        } catch (OutboxException e) {
            assertEquals(OutboxException.Kind.FULL, e.kind(), e::getMessage);
            return;
        }
        stored.thenAccept(number -> promised.put(number, text));
    }

    private void read() throws OutboxException {
        List<StoredRecord> records = queue.read(seen, 1 + random.nextInt(10));
        if (!records.isEmpty()) {
            seen = records.get(records.size() - 1).sequence();
        }
    }

    private void acknowledge() throws OutboxException {
        if (seen > acknowledged) {
            acknowledged += 1 + random.nextInt((int) Math.min(20, seen - acknowledged));
            queue.acknowledge(acknowledged);
        }
    }

    /** Closes it as a bundle that stops does, but on this thread. */
    void reopen(Disk next) throws OutboxException {
        queue.refuse();
        while (queue.turn(true) > 0) {
            continue; // a turn writes one group
        }
        open(next);
    }

    /** Opens what a power cut has left, and checks that every promise is kept. */
    void check(Disk after) throws OutboxException {
        open(after);
        List<StoredRecord> all = all();
        Map<Long, String> found = new TreeMap<>();
        long last = 0;
        long bytes = 0;
        for (StoredRecord record : all) {
            String text = new String(record.data(), UTF_8);
            assertTrue(record.sequence() > last, "numbers grow");
            assertTrue(appended.contains(text), "nobody appended it: " + text);
            last = record.sequence();
            found.put(record.sequence(), text);
            bytes += RecordCodec.sizeOf(record.data().length);
        }
        assertEquals(found.size(), new HashSet<>(found.values()).size(), "none comes twice");
        long oldest = limits.dropOldest() && !all.isEmpty() ? all.get(0).sequence() - 1 : 0;
        long gone = Math.max(acknowledged, oldest);
        promised.forEach(
                (number, text) -> {
                    if (number > gone) {
                        assertTrue(text.equals(found.get(number)), "promised record " + number);
                    }
                });
        assertEquals(all.size(), queue.status().count(), "count");
        assertEquals(bytes, queue.status().bytes(), "bytes");
        assertEquals(0, queue.status().damaged(), "a cut is no damage");
        seen = Math.min(seen, last);
        acknowledged = Math.min(acknowledged, last); // numbers that nobody was told may come again
        promised.keySet().removeIf(number -> !found.containsKey(number));
    }

    private List<StoredRecord> all() throws OutboxException {
        List<StoredRecord> all = new ArrayList<>();
        List<StoredRecord> some = queue.read(0, 50);
        while (!some.isEmpty()) {
            all.addAll(some);
            some = queue.read(some.get(some.size() - 1).sequence(), 50);
        }
        return all;
    }

    private void open(Disk next) throws OutboxException {
        disk = next;
        queue = Queues.open(disk, limits, clock::get);
    }
}
