package ccm.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.outbox.OutboxException;
import ccm.api.outbox.OutboxQueue;
import ccm.api.outbox.OutboxQueue.Durability;
import ccm.api.outbox.StoredRecord;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The fake behaves as the contract of the outbox says. */
class MemoryOutboxTest {
    private final MemoryOutbox.Disk disk = new MemoryOutbox.Disk();
    private final MemoryOutbox outbox = new MemoryOutbox(disk);

    @Test
    void numbersRecordsAndReadsThemInOrderUntilTheyAreAcknowledged() throws Exception {
        OutboxQueue queue = outbox.queue("q");
        for (int i = 0; i < 4; i++) {
            queue.append(new byte[i], Durability.NOW);
        }
        assertEquals(List.of(1L, 2L), sequences(queue.read(0, 2)));
        queue.acknowledge(2);
        assertEquals(List.of(3L, 4L), sequences(queue.read(0, 9)));
        assertEquals(2, queue.status().count());
    }

    @Test
    void tellsOfAnAppendOnlyAfterAReadThatFoundNothing() throws Exception {
        OutboxQueue queue = outbox.queue("q");
        AtomicInteger told = new AtomicInteger();
        queue.onAppend(told::incrementAndGet);
        queue.read(0, 1);
        queue.append(new byte[1], Durability.SOON);
        queue.append(new byte[1], Durability.SOON);
        assertEquals(1, told.get());
    }

    @Test
    void losesInACrashWhatWasNotDurable() throws Exception {
        outbox.queue("q").append(new byte[1], Durability.NOW);
        outbox.stall();
        assertFalse(
                outbox.queue("q")
                        .append(new byte[1], Durability.NOW)
                        .toCompletableFuture()
                        .isDone());
        outbox.crash();
        OutboxQueue after = new MemoryOutbox(disk).queue("q");
        assertEquals(List.of(1L), sequences(after.read(0, 9)));
    }

    @Test
    void keepsEverythingInACleanStopAndThenSaysThatItIsClosed() throws Exception {
        OutboxQueue queue = outbox.queue("q");
        outbox.stall();
        var durable = queue.append(new byte[1], Durability.SOON).toCompletableFuture();
        outbox.close();
        assertTrue(durable.isDone());
        OutboxException closed =
                assertThrows(
                        OutboxException.class, () -> queue.append(new byte[1], Durability.NOW));
        assertEquals(OutboxException.Kind.CLOSED, closed.kind());
        assertEquals(1, disk.count("q"));
    }

    private static List<Long> sequences(List<StoredRecord> records) {
        return records.stream().map(StoredRecord::sequence).toList();
    }
}
