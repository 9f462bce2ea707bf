package ccm.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.outbox.OutboxException;
import ccm.api.outbox.StoredRecord;
import ccm.testing.Quiet;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real process in the middle of its work, again and again. */
@ExtendWith(Quiet.class)
class KilledProcessTest {
    private static final int KILLS = 10;
    private static final int MOST_ANSWERS = 20_000;

    @TempDir Path data;

    @Test
    void keepsEveryAnsweredRecordThroughTenKills() throws Exception {
        Random random = new Random(3);
        Path folder = data.resolve("q");
        long answered = 0;
        for (int i = 0; i < KILLS; i++) {
            answered = killAfter(1 + random.nextInt(MOST_ANSWERS), folder);
        }
        LogQueue queue = Queues.open(new FolderDisk(folder));
        long last = 0;
        List<StoredRecord> some = queue.read(0, 1000);
        while (!some.isEmpty()) {
            for (StoredRecord record : some) {
                assertEquals(last + 1, record.sequence());
                last = record.sequence();
            }
            some = queue.read(last, 1000);
        }
        assertTrue(last >= answered, last + " kept, " + answered + " answered");
        assertEquals(0, queue.status().damaged());
        queue.start();
        assertTrue(queue.close());
    }

    /** Returns the highest number that the process said before it died. */
    private long killAfter(int answers, Path folder) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Flood.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        long highest = 0;
        try (BufferedReader lines = process.inputReader()) {
            for (int i = 0; i < answers; i++) {
                highest = Math.max(highest, Long.parseLong(lines.readLine()));
            }
            assertHeld(folder, process);
            process.toHandle().destroyForcibly(); // the process itself would close its output
            process.waitFor();
            String line = lines.readLine();
            while (line != null && !line.isEmpty()) { // a number cut off is a smaller one
                highest = Math.max(highest, Long.parseLong(line));
                line = lines.readLine();
            }
        }
        return highest;
    }

    private static void assertHeld(Path folder, Process holder) {
        OutboxException held =
                assertThrows(OutboxException.class, () -> Queues.open(new FolderDisk(folder)));
        assertTrue(held.getMessage().contains("held by process " + holder.pid()), held::getMessage);
    }
}
