package ccm.ota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareUpload;
import ccm.api.firmware.UpdateOptions;
import ccm.api.firmware.UpdateStatus;
import ccm.api.firmware.UpdateStatus.State;
import ccm.testing.Eventually;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Quiet.class)
class EngineTest {
    private static final byte[] OLD = bytes(1, 5000);
    private static final byte[] NEW = bytes(2, 4096);

    private static final int STRIDE = Boolean.getBoolean("ccm.long") ? 1 : 211;

    @TempDir Path folder;
    private final MemoryChip chip = new MemoryChip();
    private final TestGateway gateway = new TestGateway(chip);
    private Engine engine;

    @AfterEach
    void close() throws InterruptedException {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void updatesAHostThatAnswers() throws Exception {
        chip.burn(OLD);
        UpdateStatus end = update(NEW, "1.0");
        assertEquals(State.SUCCESS, end.state());
        assertEquals("Update applied, finalizing: fw 1.0 runs", end.message());
        assertTrue(chip.runs(NEW));
        assertEquals(State.IDLE, engine.status().state());
        assertTrue(gateway.notified.contains("OTA.Done{\"ok\":true,\"version\":\"1.0\"}"));
        assertEquals(100, gateway.told.get(gateway.told.size() - 1).percent());
        assertEquals(List.of("open", "read", "write", "close"), chip.did);
    }

    @Test
    void putsTheOldOneBackWhenTheNewOneIsSilent() throws Exception {
        chip.burn(OLD);
        gateway.alive = () -> chip.runs(OLD);
        FirmwareException failure = refused(NEW);
        assertEquals(Reason.REVERTED, failure.reason());
        assertEquals(
                "fw 1.0 was not taken: it did not answer within 0.3 s. The old firmware was put"
                        + " back.",
                failure.getMessage());
        assertTrue(chip.runs(OLD));
        assertEquals(State.ERROR, engine.status().state());
        assertEquals(failure.getMessage(), engine.status().message());
        assertTrue(
                gateway.notified.stream()
                        .anyMatch(text -> text.startsWith("OTA.Done{\"ok\":false")));
        assertEquals(
                Optional.of(Reason.REVERTED), gateway.told.get(gateway.told.size() - 1).reason());
        engine.close();
        engine = gateway.engine(folder);
        assertEquals(failure.getMessage(), engine.status().message());
    }

    @Test
    void commitsByHandWhatDoesNotAnswer() throws Exception {
        gateway.alive = () -> false;
        engine = new Engine(folder, gateway, TestGateway.settings(Duration.ofSeconds(20)));
        FirmwareUpload upload = send(NEW, "1.0");
        upload.end().toCompletableFuture().get(20, TimeUnit.SECONDS);
        Eventually.eventually(() -> assertFalse(engine.status().committed()));
        FirmwareException busy =
                assertThrows(
                        FirmwareException.class, () -> engine.begin(UpdateOptions.from("other")));
        assertEquals(Reason.BUSY, busy.reason());
        assertTrue(busy.getMessage().startsWith("Another update is in progress."));
        engine.commit();
        assertEquals(
                State.SUCCESS,
                upload.outcome().toCompletableFuture().get(20, TimeUnit.SECONDS).state());
        assertThrows(FirmwareException.class, engine::commit);
    }

    @Test
    void revertsWhileItWaitsAndLater() throws Exception {
        chip.burn(OLD);
        update(NEW, "1.0");
        engine.revert().toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertTrue(chip.runs(OLD));
        engine.revert().toCompletableFuture().get(20, TimeUnit.SECONDS); // and back again
        assertTrue(chip.runs(NEW));
        gateway.alive = () -> false;
        FirmwareUpload upload =
                send(
                        OLD,
                        "2.0",
                        new UpdateOptions(
                                Optional.empty(),
                                Optional.of(Duration.ofSeconds(2)),
                                false,
                                0,
                                "test"));
        upload.end();
        Eventually.eventually(() -> assertFalse(engine.status().committed()));
        engine.revert().toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertTrue(chip.runs(NEW));
    }

    @Test
    void keepsWhatWasInstalledWithoutReadingIt() throws Exception {
        chip.burn(OLD);
        update(OLD, "1.0");
        chip.did.clear();
        update(NEW, "2.0");
        assertEquals(List.of("open", "holds", "write", "close"), chip.did);
        chip.did.clear();
        update(bytes(3, 9000), "3.0"); // more than is known
        assertEquals(List.of("open", "holds", "read", "write", "close"), chip.did);
        assertEquals(2, images());
    }

    @Test
    void readsTheHostWhenSomebodyElseChangedIt() throws Exception {
        update(NEW, "1.0");
        chip.burn(OLD);
        gateway.alive = () -> chip.runs(OLD);
        chip.did.clear();
        refused(bytes(3, 6000));
        assertTrue(chip.runs(OLD));
        assertEquals(List.of("open", "holds", "read", "write", "close"), chip.did.subList(0, 5));
    }

    @Test
    void triesAgainWhileTheHostIsAway() throws Exception {
        chip.burn(OLD);
        chip.failure = Reason.LINE;
        chip.refuses = step -> step < 6;
        assertEquals(State.SUCCESS, update(NEW, "1.0").state());
        assertTrue(chip.runs(NEW));
        assertTrue(
                gateway.told.stream()
                        .anyMatch(
                                status -> status.message().contains("attempt 6, the next one in")));
    }

    @Test
    void givesAnImageUpThatCannotBeWritten() throws Exception {
        chip.burn(OLD);
        chip.failure = Reason.VERIFY;
        chip.refuses = step -> step < 5; // 3 of the new one, 2 of the old one
        FirmwareException failure = refused(NEW);
        assertEquals(Reason.REVERTED, failure.reason());
        assertTrue(failure.getMessage().contains("it could not be written (step 3 fails)"));
        assertTrue(chip.runs(OLD));
    }

    @Test
    void leavesAHostAloneWhoseChipRefuses() throws Exception {
        chip.burn(OLD);
        chip.failure = Reason.PROTECTED;
        chip.refuses = step -> true;
        assertEquals(Reason.PROTECTED, refused(NEW).reason());
        assertTrue(chip.runs(OLD));
        assertTrue(engine.ledger().journal().isEmpty());
    }

    @Test
    void asksTheHostFirst() throws Exception {
        gateway.asks = true;
        gateway.requests.add(IntNode.valueOf(1));
        gateway.requests.add(BooleanNode.TRUE);
        assertEquals(State.SUCCESS, update(NEW, "1.0").state());
        gateway.requests.add(BooleanNode.FALSE);
        chip.did.clear();
        FirmwareException failure = refused(bytes(4, 2000), "2.0");
        assertEquals(Reason.ABORTED, failure.reason());
        assertTrue(failure.getMessage().startsWith("host said not now"));
        assertEquals(List.of(), chip.did);
    }

    @Test
    void refusesWhatIsNoBundle() throws Exception {
        engine = gateway.engine(folder);
        FirmwareUpload upload = engine.begin(UpdateOptions.from("test"));
        FirmwareException failure =
                assertThrows(FirmwareException.class, () -> upload.write(NEW, 0, 10));
        assertTrue(failure.getMessage().startsWith("Malformed archive (invalid file header)"));
        assertEquals(failure, failure(upload));
    }

    @Test
    void needsRoomOnTheDisk() throws Exception {
        engine = gateway.engine(folder);
        UpdateOptions huge =
                new UpdateOptions(
                        Optional.empty(), Optional.empty(), false, Long.MAX_VALUE / 2, "test");
        FirmwareException failure = assertThrows(FirmwareException.class, () -> engine.begin(huge));
        assertEquals(Reason.NO_SPACE, failure.reason());
        assertTrue(failure.getMessage().contains("the host was not touched"));
    }

    @Test
    void refusesWhatIsTurnedOff() {
        EngineSettings on = TestGateway.settings(Duration.ofSeconds(1));
        engine =
                new Engine(
                        folder,
                        gateway,
                        new EngineSettings(
                                false,
                                on.timeout(),
                                on.window(),
                                false,
                                on.rules(),
                                on.fetch(),
                                on.firstRetry(),
                                on.lastRetry()));
        FirmwareException failure =
                assertThrows(
                        FirmwareException.class, () -> engine.begin(UpdateOptions.from("test")));
        assertEquals(Reason.NOT_CONFIGURED, failure.reason());
        assertTrue(failure.getMessage().contains("host.ota.enable"));
    }

    @Test
    void refusesTypesNobodyWrites() throws Exception {
        engine = gateway.engine(folder);
        FirmwareUpload upload = engine.begin(UpdateOptions.from("test"));
        byte[] zip = Zips.bundle("1.0", "AVR", MemoryChip.BASE, NEW);
        upload.write(zip, 0, zip.length);
        upload.end();
        FirmwareException failure = failure(upload);
        assertEquals(Reason.NO_WRITER, failure.reason());
        assertTrue(failure.getMessage().contains("AVR") && failure.getMessage().contains("STM32"));
    }

    @Test
    void succeedsAtOnceWithWhatRunsAlready() throws Exception {
        update(NEW, "1.0");
        chip.did.clear();
        FirmwareUpload upload =
                send(
                        NEW,
                        "1.0",
                        new UpdateOptions(Optional.empty(), Optional.empty(), true, 0, "test"));
        upload.end();
        assertEquals(
                "Version is the same as current",
                upload.outcome().toCompletableFuture().get(20, TimeUnit.SECONDS).message());
        assertEquals(List.of(), chip.did);
    }

    @Test
    void givesUpAClientThatGoesAway() throws Exception {
        engine = gateway.engine(folder);
        FirmwareUpload upload =
                engine.begin(
                        new UpdateOptions(
                                Optional.of(Duration.ofMillis(50)),
                                Optional.empty(),
                                false,
                                0,
                                "test"));
        assertTrue(failure(upload).getMessage().startsWith("Update timed out"));
        assertEquals(State.ERROR, engine.status().state());
    }

    @Test
    void missesBytesThatWereAnnounced() throws Exception {
        engine = gateway.engine(folder);
        FirmwareUpload upload =
                engine.begin(
                        new UpdateOptions(Optional.empty(), Optional.empty(), false, 100, "test"));
        upload.write(new byte[] {'P', 'K'}, 0, 2);
        upload.end();
        assertTrue(failure(upload).getMessage().startsWith("Not all data was processed"));
    }

    @Test
    void startsWithADamagedLedger() throws Exception {
        Quiet.expectErrors();
        update(NEW, "1.0");
        engine.close();
        Files.write(folder.resolve("ledger.json"), new byte[] {'{'});
        engine = gateway.engine(folder);
        engine.open(); // the copy before it says that the update had not ended
        Eventually.eventually(() -> assertFalse(engine.status().state() == State.PROGRESS));
        assertEquals(State.SUCCESS, update(OLD, "2.0").state());
    }

    @Test
    void survivesAPowerCutAtEveryByte() throws Exception {
        Quiet.expectErrors();
        for (int at = 0; at < 4400; at += STRIDE) {
            chip.burn(OLD);
            chip.killAt = -1;
            Path data = Files.createDirectory(folder.resolve("cut" + at));
            engine = gateway.engine(data);
            chip.killAt = at;
            FirmwareUpload upload = send(NEW, "1.0");
            upload.end();
            try {
                upload.outcome().toCompletableFuture().get(20, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                assertTrue(e.getMessage().contains("PowerCut"), e.getMessage());
            }
            chip.killAt = -1;
            engine = gateway.engine(data);
            engine.open();
            boolean resumed = engine.ledger().journal().isPresent();
            Eventually.eventually(() -> assertFalse(engine.status().state() == State.PROGRESS));
            if (resumed) {
                assertEquals("Update applied, finalizing: fw 1.0 runs", engine.status().message());
                assertTrue(chip.runs(NEW), "cut at " + at);
            } else {
                assertTrue(chip.runs(OLD) || chip.runs(NEW), "cut at " + at);
            }
        }
    }

    private long images() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".img")).count();
        }
    }

    private UpdateStatus update(byte[] image, String version) throws Exception {
        FirmwareUpload upload = send(image, version);
        upload.end().toCompletableFuture().get(20, TimeUnit.SECONDS);
        return upload.outcome().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private FirmwareException refused(byte[] image) throws Exception {
        return refused(image, "1.0");
    }

    private FirmwareException refused(byte[] image, String version) throws Exception {
        FirmwareUpload upload = send(image, version);
        upload.end();
        return failure(upload);
    }

    private static FirmwareException failure(FirmwareUpload upload) {
        ExecutionException e =
                assertThrows(
                        ExecutionException.class,
                        () -> upload.outcome().toCompletableFuture().get(20, TimeUnit.SECONDS));
        return (FirmwareException) e.getCause();
    }

    private FirmwareUpload send(byte[] image, String version) throws Exception {
        return send(image, version, UpdateOptions.from("test"));
    }

    private FirmwareUpload send(byte[] image, String version, UpdateOptions options)
            throws Exception {
        if (engine == null) {
            engine = gateway.engine(folder);
        }
        FirmwareUpload upload = engine.begin(options);
        byte[] zip = Zips.bundle(version, MemoryChip.BASE, image);
        for (int i = 0; i < zip.length; i += 512) {
            upload.write(zip, i, Math.min(512, zip.length - i));
        }
        return upload;
    }

    private static byte[] bytes(int seed, int count) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
