package ccm.ota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.UpdateOptions;
import ccm.api.firmware.UpdateStatus.State;
import ccm.api.rpc.RpcPeer;
import ccm.testing.Eventually;
import ccm.testing.Quiet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Quiet.class)
class UploadsTest {
    private static final RpcPeer DASH = new RpcPeer(RpcPeer.MQTT, "dash", RpcPeer.Zone.NETWORK);

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
        uploads.begin(DASH, UpdateOptions.from("test"));
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
        uploads.begin(DASH, UpdateOptions.from("test"));
        uploads.write(OptionalLong.empty(), new byte[] {'P', 'K', 3, 4});
        FirmwareException gap = refused(uploads, 5, new byte[] {1});
        assertEquals(
                "offset is 5 with 1 bytes, but 4 bytes have come: send offset 4.",
                gap.getMessage());
        refused(uploads, 2, new byte[] {1, 2, 3});
        uploads.write(OptionalLong.of(4), new byte[] {1}); // it goes on all the same
    }

    @Test
    void takesThePlaceOfAnUploadThatTheSameCallerDoesNotGoOnWith() throws Exception {
        byte[] image = new byte[900];
        byte[] zip = Zips.bundle("1", MemoryChip.BASE, image);
        Uploads uploads = uploads();
        for (int cut = 0; cut < 20; cut++) {
            uploads.begin(DASH, UpdateOptions.from("MQTT dash"));
            uploads.write(OptionalLong.of(0), Arrays.copyOf(zip, 7 * cut));
        }
        uploads.begin(DASH, UpdateOptions.from("MQTT dash"));
        uploads.write(OptionalLong.of(0), zip);
        uploads.end().toCompletableFuture().get(20, TimeUnit.SECONDS);
        Eventually.eventually(() -> assertEquals(State.IDLE, engine.status().state()));
        assertTrue(chip.runs(image));
    }

    @Test
    void refusesSomebodyElseAndSaysWhoseTurnItIs() throws Exception {
        Uploads uploads = uploads();
        uploads.begin(DASH, UpdateOptions.from("MQTT dash"));
        uploads.write(OptionalLong.of(0), new byte[] {'P', 'K', 3, 4});
        for (RpcPeer other : List.of(RpcPeer.local("/x"), DASH.as("somebody"))) {
            FirmwareException busy =
                    assertThrows(
                            FirmwareException.class,
                            () -> uploads.begin(other, UpdateOptions.from("local")));
            assertEquals(FirmwareException.Reason.BUSY, busy.reason());
            String said = busy.getMessage();
            assertTrue(said.startsWith("Another update is in progress. MQTT dash began it "), said);
            assertTrue(said.matches(".* s ago; it is at \\d+ %: .*"), said);
            assertTrue(said.matches(".*Nothing came for \\d+ s; after \\d+ s of that.*"), said);
        }
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
