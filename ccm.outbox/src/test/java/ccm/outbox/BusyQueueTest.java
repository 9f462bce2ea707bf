package ccm.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.outbox.OutboxException;
import ccm.api.outbox.OutboxQueue.Durability;
import ccm.api.outbox.StoredRecord;
import ccm.testing.Eventually;
import ccm.testing.Quiet;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A writer, a reader and an acknowledger at full speed on real files. */
@ExtendWith(Quiet.class)
class BusyQueueTest {
    private static final int RECORDS = 200_000;
    private static final int AHEAD = 5_000;
    private static final int LENGTH = 100;
    private static final QueueLimits LIMITS =
            new QueueLimits(64 << 20, 1_000_000, 0, 262_144, false);

    @TempDir Path data;

    @Test
    void losesAndDoublesNothingAndKeepsTheOrder() throws Exception {
        LogQueue queue = open();
        AtomicLong read = new AtomicLong();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> readAll(queue, read));
        Semaphore window = new Semaphore(AHEAD);
        for (long i = 1; i <= RECORDS; i++) {
            window.acquire();
            byte[] data = ByteBuffer.allocate(LENGTH).putLong(i).array();
            queue.append(data, i % 3 == 0 ? Durability.SOON : Durability.NOW)
                    .thenRun(window::release);
        }
        reader.join();
        assertEquals(RECORDS, read.get());
        Eventually.eventually(() -> assertEquals(AHEAD, window.availablePermits()));
        assertEquals(0, queue.status().count());
        assertEquals(0, queue.status().bytes());
        assertTrue(queue.close());
    }

    @Test
    void aReaderFarBehindFindsEverythingOnDisk() throws Exception {
        LogQueue queue = open();
        CompletableFuture<Long> last = CompletableFuture.completedFuture(0L);
        for (long i = 1; i <= RECORDS; i++) {
            byte[] data = ByteBuffer.allocate(LENGTH).putLong(i).array();
            last = queue.append(data, Durability.NOW).toCompletableFuture();
            if (i % AHEAD == 0) {
                last.join();
            }
        }
        assertEquals(RECORDS, last.join());
        assertTrue(queue.close());
        LogQueue again = open();
        assertEquals(RECORDS, again.status().count());
        readAll(again, new AtomicLong());
        assertEquals(0, again.status().bytes());
        assertTrue(again.close());
    }

    @Test
    void anInterruptedReaderDoesNoHarm() throws Exception {
        LogQueue queue = open();
        queue.append(new byte[LENGTH], Durability.NOW).toCompletableFuture().join();
        assertTrue(queue.close());
        LogQueue again = open();
        Thread.currentThread().interrupt();
        assertEquals(1, again.read(0, 10).size());
        again.acknowledge(0);
        CompletableFuture<Long> stored =
                again.append(new byte[LENGTH], Durability.NOW).toCompletableFuture();
        assertTrue(Thread.interrupted());
        assertEquals(2, stored.join());
        assertTrue(again.close());
    }

    private LogQueue open() throws OutboxException {
        LogQueue queue =
                Queues.open(
                        new FolderDisk(data.resolve("q")),
                        LIMITS,
                        System::currentTimeMillis,
                        1 << 20);
        queue.start();
        return queue;
    }

    private static void readAll(LogQueue queue, AtomicLong read) {
        try {
            while (read.get() < RECORDS) {
                List<StoredRecord> some = queue.read(read.get(), 500);
                for (StoredRecord record : some) {
                    assertEquals(read.get() + 1, record.sequence());
                    assertEquals(read.get() + 1, ByteBuffer.wrap(record.data()).getLong());
                    read.set(record.sequence());
                }
                queue.acknowledge(read.get());
            }
        } catch (OutboxException e) {
            throw new IllegalStateException(e);
        }
    }
}
