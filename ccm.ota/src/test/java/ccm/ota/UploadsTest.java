package ccm.ota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.UpdateOptions;
import ccm.api.firmware.UpdateStatus.State;
import ccm.testing.Eventually;
import ccm.testing.Quiet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Quiet.class)
class UploadsTest {
    @TempDir Path folder;
    private final MemoryChip chip = new MemoryChip();
    private Engine engine;

    @AfterEach
    void close() throws InterruptedException {
        engine.close();
    }

    @Test
    void takesARepeatedChunkOnce() throws Exception {
        byte[] image = new byte[3000];
        new Random(5).nextBytes(image);
        byte[] zip = Zips.bundle("1", MemoryChip.BASE, image);
        Uploads uploads = uploads();
        uploads.begin(UpdateOptions.from("test"));
        for (int at = 0; at < zip.length; at += 512) {
            byte[] chunk = Arrays.copyOfRange(zip, at, Math.min(at + 512, zip.length));
            uploads.write(OptionalLong.of(at), chunk);
            uploads.write(OptionalLong.of(at), chunk);
        }
        uploads.end().toCompletableFuture().get(20, TimeUnit.SECONDS);
        Eventually.eventually(() -> assertEquals(State.IDLE, engine.status().state()));
        assertTrue(chip.runs(image));
    }

    @Test
    void refusesAGapAndAnOverlap() throws Exception {
        Uploads uploads = uploads();
        uploads.begin(UpdateOptions.from("test"));
        uploads.write(OptionalLong.empty(), new byte[] {'P', 'K', 3, 4});
        FirmwareException gap = refused(uploads, 5, new byte[] {1});
        assertEquals(
                "offset is 5 with 1 bytes, but 4 bytes have come: send offset 4.",
                gap.getMessage());
        refused(uploads, 2, new byte[] {1, 2, 3});
        uploads.write(OptionalLong.of(4), new byte[] {1}); // it goes on all the same
    }

    @Test
    void needsABegin() {
        FirmwareException failure =
                assertThrows(
                        FirmwareException.class,
                        () -> uploads().write(OptionalLong.empty(), new byte[] {'P'}));
        assertEquals("no update is in progress. Call OTA.Begin first.", failure.getMessage());
    }

    private static FirmwareException refused(Uploads uploads, int offset, byte[] data) {
        return assertThrows(
                FirmwareException.class, () -> uploads.write(OptionalLong.of(offset), data));
    }

    private Uploads uploads() {
        engine = new TestGateway(chip).engine(folder);
        return new Uploads(engine::begin);
    }
}
