package ccm.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.outbox.OutboxException;
import ccm.api.outbox.OutboxException.Kind;
import ccm.api.outbox.OutboxQueue.Durability;
import ccm.api.outbox.StoredRecord;
import ccm.testing.Quiet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
class LogQueueTest {
    private final PowerDisk disk = new PowerDisk();
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private LogQueue queue;

    LogQueueTest() throws OutboxException {
        queue = Queues.open(disk);
    }

    @Test
    void showsARecordAtOnceAndAnswersItWhenItIsOnDisk() throws Exception {
        CompletableFuture<Long> stored = append("a", Durability.NOW);
        assertEquals(List.of("a"), read(0));
        assertFalse(stored.isDone());
        queue.turn(false);
        assertEquals(1, stored.join());
    }

    @Test
    void numbersGoOnAfterARestart() throws Exception {
        append("a", Durability.NOW);
        append("b", Durability.NOW);
        queue.turn(true);
        queue.acknowledge(2);
        reopen();
        CompletableFuture<Long> stored = append("c", Durability.NOW);
        queue.turn(true);
        assertEquals(3, stored.join());
        assertEquals(List.of("c"), read(0));
    }

    @Test
    void writesNothingForASoonRecordThatIsAcknowledgedFirst() throws Exception {
        CompletableFuture<Long> stored = append("a", Durability.SOON);
        queue.acknowledge(1);
        int before = disk.operations();
        queue.turn(true);
        queue.turn(false);
        assertEquals(1, stored.join());
        append("b", Durability.SOON);
        queue.acknowledge(2);
        assertTrue(before <= disk.operations());
        assertEquals(0, queue.status().count());
    }

    @Test
    void writesANowRecordEvenIfItIsAcknowledgedFirst() throws Exception {
        CompletableFuture<Long> stored = append("a", Durability.NOW);
        queue.acknowledge(1);
        assertFalse(stored.isDone());
        int before = disk.operations();
        queue.turn(false);
        assertTrue(stored.isDone());
        assertTrue(disk.operations() > before);
    }

    @Test
    void anAcknowledgementBeyondTheEndRemovesWhatIsThere() throws Exception {
        append("a", Durability.NOW);
        queue.acknowledge(Long.MAX_VALUE);
        append("b", Durability.NOW);
        assertEquals(List.of("b"), read(0));
    }

    @Test
    void wakesAReaderThatFoundNothingOnce() throws Exception {
        AtomicInteger woken = new AtomicInteger();
        queue.onAppend(woken::incrementAndGet);
        append("a", Durability.NOW);
        assertEquals(0, woken.get());
        assertEquals(List.of(), read(1));
        append("b", Durability.NOW);
        append("c", Durability.NOW);
        assertEquals(1, woken.get());
    }

    @Test
    void refusesMoreThanItsBytesAndNamesTheLimit() throws Exception {
        open(new QueueLimits(200, 100, 0, 4000, false));
        append("x".repeat(150), Durability.NOW);
        OutboxException full = refused("y".repeat(50));
        assertEquals(Kind.FULL, full.kind());
        assertTrue(
                full.getMessage().startsWith("outbox q: 174 of 200 bytes used (outbox.max_bytes)"),
                full::getMessage);
        assertEquals(1, queue.status().rejected());
        queue.acknowledge(1);
        append("y", Durability.NOW);
    }

    @Test
    void refusesMoreThanItsCountAndNamesTheLimit() throws Exception {
        open(new QueueLimits(10_000, 2, 0, 4000, false));
        append("a", Durability.NOW);
        append("b", Durability.SOON);
        assertTrue(refused("c").getMessage().contains("2 of 2 records stored (outbox.max_count)"));
    }

    @Test
    void refusesARecordThatIsTooLarge() {
        OutboxException full = refused("x".repeat(4001));
        assertEquals(Kind.FULL, full.kind());
        assertEquals(
                "outbox q: record of 4001 bytes, 4000 allowed (outbox.max_record). Send less, or"
                        + " raise it",
                full.getMessage());
    }

    @Test
    void dropsTheOldestWhenThatIsThePolicyAndTellsTheReader() throws Exception {
        open(new QueueLimits(10_000, 3, 0, 4000, true));
        AtomicInteger woken = new AtomicInteger();
        queue.onAppend(woken::incrementAndGet);
        for (String text : List.of("a", "b", "c", "d")) {
            append(text, Durability.NOW);
        }
        assertEquals(List.of("b", "c", "d"), read(0));
        assertEquals(1, queue.status().dropped());
        assertEquals(1, woken.get());
    }

    @Test
    void dropsWhatIsTooOldAlsoAfterARestart() throws Exception {
        open(new QueueLimits(1 << 20, 1000, 5_000, 4000, false));
        append("a", Durability.NOW);
        clock.addAndGet(3_000);
        append("b", Durability.NOW);
        queue.turn(true);
        clock.addAndGet(3_000);
        assertEquals(List.of("b"), read(0));
        queue.turn(true);
        reopen(new QueueLimits(1 << 20, 1000, 5_000, 4000, false));
        assertEquals(List.of("b"), read(0));
        clock.addAndGet(3_000);
        assertEquals(0, queue.status().count());
        assertEquals(1, queue.status().dropped());
    }

    @Test
    void readsABacklogOfManySegmentsInOrderAfterARestart() throws Exception {
        List<String> texts = fill(500);
        reopen();
        assertEquals(500, queue.status().count());
        assertEquals(texts, readAll());
        queue.acknowledge(250);
        assertEquals(250, queue.status().count());
        assertEquals(texts.subList(250, 500), readAll());
        queue.acknowledge(500);
        queue.turn(true);
        assertEquals(0, queue.status().bytes());
        assertTrue(segments() <= 1, "segments are given back");
    }

    @Test
    void usesASegmentAgainInsteadOfWritingANewOne() throws Exception {
        for (int i = 1; i <= 300; i++) {
            append("x".repeat(500), Durability.NOW);
            queue.acknowledge(i);
            queue.turn(false);
        }
        assertTrue(disk.names().size() <= 3, () -> disk.names().toString());
    }

    @Test
    void aRecordLongerThanASegmentGetsOneOfItsOwn() throws Exception {
        QueueLimits wide = new QueueLimits(1 << 20, 1000, 0, 100_000, false);
        open(wide);
        append("a", Durability.NOW);
        append("b".repeat(100_000), Durability.NOW);
        append("c", Durability.NOW);
        while (queue.turn(true) > 0) {
            continue; // a turn writes one group
        }
        reopen(wide);
        assertEquals(List.of("a", "b".repeat(100_000), "c"), readAll());
    }

    @Test
    void aFailingDiskFailsWhoWaitsAndRefusesTheRestUntilItRecovers() throws Exception {
        Quiet.expectErrors();
        CompletableFuture<Long> kept = append("kept", Durability.NOW);
        queue.turn(true);
        CompletableFuture<Long> soon = append("soon", Durability.SOON);
        CompletableFuture<Long> now = append("now", Durability.NOW);
        disk.failWith(new IOException("No space left on device"));
        queue.turn(true);
        assertTrue(now.isCompletedExceptionally());
        assertEquals(Kind.STORAGE, refused("more").kind());
        assertTrue(refused("more").getMessage().contains("No space left on device"));
        assertEquals(List.of("kept", "soon"), read(0));
        disk.failWith(null);
        queue.turn(true);
        assertEquals(1, kept.join());
        assertEquals(2, soon.join());
        append("after", Durability.NOW);
        queue.turn(true);
        reopen();
        assertEquals(List.of("kept", "soon", "after"), read(0));
        assertEquals(1, Quiet.errors().size(), "said once");
    }

    @Test
    void aFullDiskTakesRecordsAsLongAsTheSegmentHasRoom() throws Exception {
        Quiet.expectErrors();
        append("a", Durability.NOW);
        queue.turn(true);
        disk.fill(true);
        CompletableFuture<Long> fits = append("b", Durability.NOW);
        queue.turn(true);
        assertEquals(2, fits.join());
        List<CompletableFuture<Long>> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(append("x".repeat(1000), Durability.NOW));
        }
        while (queue.turn(true) > 0) {
            continue; // a turn writes one group
        }
        assertTrue(many.stream().anyMatch(CompletableFuture::isCompletedExceptionally));
        assertTrue(refused("c").getMessage().contains("no space left"));
        disk.fill(false);
        queue.turn(true);
        append("c", Durability.NOW);
    }

    @Test
    void startsOnADiskThatTakesNothingAndStillReadsWhatIsStored() throws Exception {
        Quiet.expectErrors();
        fill(100);
        disk.failWith(new IOException("Read-only file system"));
        open(Queues.LIMITS);
        assertEquals(100, readAll().size());
        assertEquals(Kind.STORAGE, refused("a").kind());
        disk.failWith(null);
        queue.turn(true);
        append("a", Durability.NOW);
        queue.turn(true);
        assertEquals(101, readAll().size());
    }

    @Test
    void aClosedQueueRefusesEverything() throws Exception {
        append("a", Durability.SOON);
        queue.start();
        assertTrue(queue.close());
        assertEquals(Kind.CLOSED, refused("b").kind());
        assertThrows(OutboxException.class, () -> queue.read(0, 1));
        assertThrows(OutboxException.class, () -> queue.acknowledge(1));
        open(Queues.LIMITS);
        assertEquals(List.of("a"), read(0));
    }

    private List<String> fill(int records) throws Exception {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            texts.add(i + "x".repeat(i % 300));
            append(texts.get(i), Durability.NOW);
            if (i % 7 == 0) {
                queue.turn(true);
            }
        }
        while (queue.turn(true) > 0) {
            continue; // a turn writes one group
        }
        return texts;
    }

    private long segments() {
        return disk.names().stream().filter(name -> name.endsWith(".log")).count();
    }

    private CompletableFuture<Long> append(String text, Durability when) throws OutboxException {
        return queue.append(text.getBytes(UTF_8), when).toCompletableFuture();
    }

    private OutboxException refused(String text) {
        return assertThrows(OutboxException.class, () -> append(text, Durability.NOW));
    }

    private List<String> read(long after) throws OutboxException {
        return queue.read(after, 100).stream()
                .map(record -> new String(record.data(), UTF_8))
                .toList();
    }

    private List<String> readAll() throws OutboxException {
        List<String> texts = new ArrayList<>();
        List<StoredRecord> some = queue.read(0, 13);
        while (!some.isEmpty()) {
            some.forEach(record -> texts.add(new String(record.data(), UTF_8)));
            some = queue.read(some.get(some.size() - 1).sequence(), 13);
        }
        return texts;
    }

    private void reopen() throws OutboxException {
        reopen(Queues.LIMITS);
    }

    private void reopen(QueueLimits limits) throws OutboxException {
        queue.turn(true);
        open(limits);
    }

    private void open(QueueLimits limits) throws OutboxException {
        queue = Queues.open(disk, limits, clock::get);
    }
}
