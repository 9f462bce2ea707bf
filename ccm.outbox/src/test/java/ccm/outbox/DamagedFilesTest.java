package ccm.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.outbox.OutboxException;
import ccm.api.outbox.OutboxQueue.Durability;
import ccm.api.outbox.StoredRecord;
import ccm.testing.Quiet;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real files that somebody or something has cut, overwritten or removed. */
@ExtendWith(Quiet.class)
class DamagedFilesTest {
    private static final int RECORDS = 100;
    private static final int CUTS = 200;

    @TempDir Path data;

    @BeforeEach
    void damageIsReported() {
        Quiet.expectErrors();
    }

    @Test
    void startsAfterAnyCutOfTheLastSegmentAndKeepsWhatWasBefore() throws Exception {
        Random random = new Random(11);
        for (int i = 0; i < CUTS; i++) {
            Path folder = filled("cut" + i);
            Path last = segments(folder).get(segments(folder).size() - 1);
            long before = firstOf(last);
            long at = random.nextLong(Files.size(last));
            try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
                file.setLength(at);
                if (random.nextBoolean()) { // something else came there instead
                    byte[] noise = new byte[random.nextInt(6000)];
                    random.nextBytes(noise);
                    file.seek(at);
                    file.write(noise);
                }
            }
            List<Long> left = numbers(folder);
            for (long number = 1; number < before; number++) {
                assertEquals(number, left.get((int) number - 1), "cut at " + at);
            }
            appendOne(folder);
            assertEquals(left.size() + 1, numbers(folder).size(), "cut at " + at);
        }
    }

    @Test
    void aBadBlockInTheMiddleCostsOnlyTheRecordsInIt() throws Exception {
        Path folder = filled("rot");
        overwrite(segments(folder).get(1), 5_000, 600);
        LogQueue queue = Queues.open(new FolderDisk(folder));
        List<Long> left = numbers(queue);
        int lost = RECORDS - left.size();
        assertTrue(lost >= 1 && lost <= 6, lost + " lost");
        assertEquals(lost, queue.status().damaged());
        assertEquals(left.size(), queue.status().count());
        assertEquals(1, copies(folder).size());
        close(queue);
    }

    @Test
    void aBadBlockInTheLastSegmentCostsNoLaterRecord() throws Exception {
        Path folder = filled("last");
        List<Path> segments = segments(folder);
        overwrite(segments.get(segments.size() - 1), 4_100, 8);
        LogQueue queue = Queues.open(new FolderDisk(folder));
        List<Long> left = numbers(queue);
        assertTrue(left.contains((long) RECORDS));
        assertTrue(left.size() >= RECORDS - 2, left.size() + " left");
        assertTrue(queue.status().damaged() >= 1);
        close(queue);
    }

    @Test
    void oneBadSectorOfAHeaderCostsNothing() throws Exception {
        Path folder = filled("sector");
        for (Path segment : segments(folder)) {
            overwrite(segment, 0, 512);
        }
        assertEquals(RECORDS, numbers(folder).size());
        assertEquals(0, Quiet.errors().size());
    }

    @Test
    void aLostHeaderOfTheLastSegmentCostsNoRecord() throws Exception {
        Path folder = filled("header");
        List<Path> segments = segments(folder);
        overwrite(segments.get(segments.size() - 1), 0, SegmentHeader.BLOCK);
        assertEquals(RECORDS, numbers(folder).size());
        appendOne(folder);
        assertEquals(RECORDS + 1, numbers(folder).size());
    }

    @Test
    void aMissingSegmentCostsOnlyItsRecords() throws Exception {
        Path folder = filled("missing");
        List<Path> segments = segments(folder);
        Files.delete(segments.get(1));
        long missing = firstOf(segments.get(2)) - firstOf(segments.get(1));
        assertEquals(RECORDS - missing, numbers(folder).size());
    }

    @Test
    void keepsOnlyTheNewestCopiesOfBadFiles() throws Exception {
        Path folder = filled("copies");
        for (Path segment : segments(folder)) {
            overwrite(segment, 4_500, 100);
        }
        numbers(folder);
        assertTrue(copies(folder).size() <= 3, () -> "kept more than three");
    }

    private Path filled(String name) throws Exception {
        Path folder = data.resolve(name);
        LogQueue queue = Queues.open(new FolderDisk(folder));
        for (int i = 0; i < RECORDS; i++) {
            queue.append(("x".repeat(200) + i).getBytes(UTF_8), Durability.NOW);
            if (i % 3 == 0) {
                queue.turn(false);
            }
        }
        close(queue);
        return folder;
    }

    private void appendOne(Path folder) throws Exception {
        LogQueue queue = Queues.open(new FolderDisk(folder));
        CompletionStage<Long> stored = queue.append(new byte[10], Durability.NOW);
        queue.turn(false);
        assertTrue(stored.toCompletableFuture().isDone());
        close(queue);
    }

    private static void close(LogQueue queue) {
        queue.start();
        assertTrue(queue.close());
    }

    private static List<Long> numbers(Path folder) throws OutboxException {
        LogQueue queue = Queues.open(new FolderDisk(folder));
        List<Long> numbers = numbers(queue);
        close(queue);
        return numbers;
    }

    private static List<Long> numbers(LogQueue queue) throws OutboxException {
        List<Long> numbers = new ArrayList<>();
        List<StoredRecord> some = queue.read(0, 10);
        while (!some.isEmpty()) {
            some.forEach(record -> numbers.add(record.sequence()));
            some = queue.read(numbers.get(numbers.size() - 1), 10);
        }
        return numbers;
    }

    private static void overwrite(Path file, int at, int length) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            byte[] bad = new byte[length];
            new Random(5).nextBytes(bad);
            bytes.write(bad);
        }
    }

    private static long firstOf(Path segment) {
        return Segment.named(segment.getFileName().toString()).orElseThrow().first();
    }

    private static List<Path> segments(Path folder) throws IOException {
        return named(folder, ".log");
    }

    private static List<Path> copies(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().contains(Damage.MARK)).toList();
        }
    }

    private static List<Path> named(Path folder, String ending) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }
}
