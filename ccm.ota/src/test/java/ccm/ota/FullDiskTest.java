package ccm.ota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareUpload;
import ccm.api.firmware.UpdateOptions;
import ccm.api.firmware.UpdateStatus.State;
import ccm.testing.Eventually;
import ccm.testing.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the gateway fills up: at every single write of an update, each in its turn. */
@ExtendWith(Quiet.class)
class FullDiskTest {
    private static final byte[] OLD = bytes(1, 5000);
    private static final byte[] NEW = bytes(2, 4096);
    private static final int CHUNK = 512;

    @TempDir Path folder;
    private final MemoryChip chip = new MemoryChip();
    private final TestGateway gateway = new TestGateway(chip);
    private final SmallDisk disk = new SmallDisk();
    private int tried;

    @Test
    void anyWriteFailsOnce() throws Exception {
        int all = wholeUpdate();
        int succeeded = 0;
        for (int write = 1; write <= all; write++) {
            Engine engine = anew();
            disk.fullAt(write, false);
            Optional<FirmwareException> refused = update(engine);
            assertTrue(disk.wasFull(), "write " + write);
            disk.makeRoom();
            assertWhole(refused, "write " + write);
            succeeded += refused.isEmpty() ? 1 : 0;
            assertEquals(Optional.empty(), update(engine), "afterwards");
            assertTrue(chip.runs(NEW), "afterwards");
            engine.close();
        }
        assertEquals(2, succeeded, "those behind the first changed byte wait for room");
    }

    @Test
    void staysFullUntilSomebodyMakesRoom() throws Exception {
        int all = wholeUpdate();
        for (int write = 1; write <= all; write++) {
            Engine engine = anew();
            assertWhole(fullFrom(write, engine), "from write " + write);
            engine.close();
        }
    }

    @Test
    void staysFullWhileTheOldOneIsPutBack() throws Exception {
        gateway.alive = () -> chip.runs(OLD);
        disk.fullAt(Integer.MAX_VALUE, false);
        Engine first = anew();
        assertEquals(Reason.REVERTED, update(first).orElseThrow().reason());
        first.close();
        int all = disk.writes() - 1; // the last one, of how it ended, waits for nobody
        for (int write = 1; write <= all; write++) {
            Engine engine = anew();
            FirmwareException refused = fullFrom(write, engine).orElseThrow();
            assertTrue(chip.runs(OLD), "from write " + write);
            if (refused.reason() != Reason.REVERTED) {
                assertNamed(refused, "from write " + write);
            }
            engine.close();
        }
    }

    @Test
    void isRestartedWhileTheDiskIsFull() throws Exception {
        int all = wholeUpdate();
        for (int write = 1; write <= all; write++) {
            Engine engine = anew();
            Path data = folder.resolve("d" + tried);
            disk.fullAt(write, true);
            Optional<FirmwareUpload> upload = send(engine);
            boolean waits = upload.isPresent() && waits(engine, upload.get());
            engine.close();
            disk.makeRoom();
            Engine second =
                    new Engine(data, disk, gateway, TestGateway.settings(Duration.ofMillis(300)));
            second.open();
            Eventually.eventually(() -> assertFalse(second.status().state() == State.PROGRESS));
            assertTrue(chip.runs(waits ? NEW : OLD), "from write " + write);
            second.close();
        }
    }

    /** Makes room once the update waits for it; returns how it ended. */
    private Optional<FirmwareException> fullFrom(int write, Engine engine) throws Exception {
        disk.fullAt(write, true);
        Optional<FirmwareUpload> upload = send(engine);
        if (upload.isPresent() && waits(engine, upload.get())) {
            assertTrue(chip.runs(NEW) || chip.runs(OLD), "while it is full, from write " + write);
        }
        disk.makeRoom();
        return upload.isEmpty() ? Optional.of(failure) : end(upload.get());
    }

    private FirmwareException failure; // of the last one that was not even taken

    /** True when it waits for room; false when it ended. */
    private static boolean waits(Engine engine, FirmwareUpload upload) {
        Eventually.eventually(
                () ->
                        assertTrue(
                                upload.outcome().toCompletableFuture().isDone()
                                        || engine.status()
                                                .message()
                                                .endsWith("goes on when that is done.")));
        if (upload.outcome().toCompletableFuture().isDone()) {
            return false;
        }
        assertTrue(engine.status().message().contains("No space left on device"));
        assertTrue(engine.status().message().contains("Make room on the gateway's disk"));
        return true;
    }

    private void assertWhole(Optional<FirmwareException> refused, String what) {
        if (refused.isPresent()) {
            assertNamed(refused.get(), what);
        }
        assertTrue(chip.runs(refused.isPresent() ? OLD : NEW), what);
    }

    private static void assertNamed(FirmwareException refused, String what) {
        assertEquals(Reason.NO_SPACE, refused.reason(), what + ": " + refused.getMessage());
        assertTrue(refused.getMessage().contains("No space left on device"), what);
        assertTrue(refused.getMessage().contains("Make room on the gateway's disk"), what);
    }

    private int wholeUpdate() throws Exception {
        Engine engine = anew();
        disk.fullAt(Integer.MAX_VALUE, false);
        assertEquals(Optional.empty(), update(engine));
        engine.close();
        return disk.writes();
    }

    private Engine anew() throws IOException {
        chip.burn(OLD);
        Path data = Files.createDirectory(folder.resolve("d" + ++tried));
        return new Engine(data, disk, gateway, TestGateway.settings(Duration.ofMillis(300)));
    }

    private Optional<FirmwareException> update(Engine engine) throws Exception {
        Optional<FirmwareUpload> upload = send(engine);
        return upload.isEmpty() ? Optional.of(failure) : end(upload.get());
    }

    private static Optional<FirmwareException> end(FirmwareUpload upload) throws Exception {
        try {
            upload.outcome().toCompletableFuture().get(20, TimeUnit.SECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of((FirmwareException) e.getCause());
        }
    }

    /** Empty when a chunk was refused. */
    private Optional<FirmwareUpload> send(Engine engine) throws FirmwareException {
        FirmwareUpload upload = engine.begin(UpdateOptions.from("test"));
        byte[] zip = Zips.bundle("1.0", MemoryChip.BASE, NEW);
        try {
            for (int at = 0; at < zip.length; at += CHUNK) {
                upload.write(zip, at, Math.min(CHUNK, zip.length - at));
            }
        } catch (FirmwareException e) {
            failure = e;
            Eventually.eventually(() -> assertTrue(engine.status().state() == State.ERROR));
            Eventually.eventually(
                    () -> assertTrue(upload.outcome().toCompletableFuture().isDone()));
            return Optional.empty();
        }
        upload.end();
        return Optional.of(upload);
    }

    private static byte[] bytes(int seed, int count) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
