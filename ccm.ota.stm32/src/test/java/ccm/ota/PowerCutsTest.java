package ccm.ota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareUpload;
import ccm.api.firmware.FirmwareWriter;
import ccm.api.firmware.UpdateOptions;
import ccm.api.firmware.UpdateStatus;
import ccm.api.firmware.UpdateStatus.State;
import ccm.api.host.Host;
import ccm.api.host.HostState;
import ccm.ota.bundle.BundleLimits;
import ccm.ota.bundle.BundleRules;
import ccm.ota.stm32.CutBoard;
import ccm.sim.host.rom.ChipModel;
import ccm.sim.host.rom.SimFirmware;
import ccm.testing.Eventually;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power of gateway and host fails in the middle of an update: the old firmware runs afterwards
 * or the new one, whole. All of it is real but the wire: engine, writer, and a boot loader that is
 * checked against stm32flash.
 */
@ExtendWith(Quiet.class)
class PowerCutsTest {
    private static final boolean ALL = Boolean.getBoolean("ccm.long");
    private static final int STRIDE = ALL ? 1 : 251;
    private static final int RANDOM_CUTS = ALL ? 2000 : 10;
    private static final long FOREVER = Long.MAX_VALUE / 2;

    @TempDir Path folder;
    private byte[] before;
    private byte[] after;
    private int tried;

    @Test
    void anyByteOfASmallUpdate() throws Exception {
        images(4096);
        long bytes = wholeUpdate();
        for (long at = 0; at <= bytes + 1; at += STRIDE) {
            if (at % 2 == 0) {
                cutGateway(at);
            } else {
                cutHost(at + 1);
            }
        }
    }

    @Test
    void oneChangedPageCostsLittle() throws Exception {
        images(65536);
        long whole = wholeUpdate();
        CutBoard board = new CutBoard(before);
        AtomicLong life = new AtomicLong(FOREVER);
        Engine engine = engine(data(), board, life);
        send(engine).outcome().toCompletableFuture().get(60, TimeUnit.SECONDS);
        long start = life.get();
        after = SimFirmware.image(65536, "3", false, 2); // other version, same bytes otherwise
        send(engine).outcome().toCompletableFuture().get(60, TimeUnit.SECONDS);
        engine.close();
        assertRuns(board, after, "one page");
        long bytes = start - life.get();
        assertTrue(bytes < whole / 5, bytes + " bytes instead of " + whole);
    }

    @Test
    void anImageThatIsMute() throws Exception {
        images(4096);
        after = SimFirmware.image(4096, "2", true, 2);
        CutBoard board = new CutBoard(before);
        Engine engine = engine(data(), board, new AtomicLong(FOREVER));
        FirmwareUpload upload = send(engine);
        ExecutionException e =
                org.junit.jupiter.api.Assertions.assertThrows(
                        ExecutionException.class,
                        () -> upload.outcome().toCompletableFuture().get(60, TimeUnit.SECONDS));
        assertEquals(
                "fw 2 was not taken: it did not answer within 2.0 s. The old firmware was put back.",
                e.getCause().getMessage());
        assertRuns(board, before, "after a mute one");
        engine.close();
    }

    @Test
    void someBytesOfALargeUpdate() throws Exception {
        images(65536);
        long bytes = wholeUpdate();
        Random random = new Random(4);
        for (int i = 0; i < RANDOM_CUTS; i++) {
            long at = random.nextLong(bytes);
            if (i % 2 == 0) {
                cutGateway(at);
            } else {
                cutHost(at + 1);
            }
        }
    }

    private void images(int size) {
        before = SimFirmware.image(size, "1", false, 1);
        after = SimFirmware.image(size, "2", false, 2);
    }

    /** Bytes on the line of an update that nothing disturbs. */
    private long wholeUpdate() throws Exception {
        CutBoard board = new CutBoard(before);
        AtomicLong life = new AtomicLong(FOREVER);
        Engine engine = engine(data(), board, life);
        FirmwareUpload upload = send(engine);
        assertEquals(
                State.SUCCESS,
                upload.outcome().toCompletableFuture().get(60, TimeUnit.SECONDS).state());
        engine.close();
        assertRuns(board, after, "whole");
        return FOREVER - life.get();
    }

    private void cutGateway(long at) throws Exception {
        Quiet.expectErrors();
        CutBoard board = new CutBoard(before);
        Path data = data();
        Engine first = engine(data, board, new AtomicLong(at));
        FirmwareUpload upload = send(first);
        boolean cut = false;
        try {
            upload.outcome().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertTrue(e.getMessage().contains("killed"), e.getMessage());
            cut = true;
        }
        board.reap();
        Engine second = engine(data, board, new AtomicLong(FOREVER));
        boolean begun = second.ledger().journal().isPresent();
        second.open();
        Eventually.eventually(() -> assertFalse(second.status().state() == State.PROGRESS));
        second.close();
        String what = "gateway killed at byte " + at;
        if (begun || !cut) {
            assertRuns(board, after, what);
            assertEquals("Update applied, finalizing: fw 2 runs", second.status().message(), what);
        } else {
            assertRuns(board, before, what);
        }
    }

    private void cutHost(long at) throws Exception {
        CutBoard board = new CutBoard(before);
        Engine engine = engine(data(), board, new AtomicLong(FOREVER));
        board.board.faults().powerCutAt(at, false);
        FirmwareUpload upload = send(engine);
        String what = "host reset at byte " + at;
        try {
            UpdateStatus end = upload.outcome().toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertEquals(State.SUCCESS, end.state(), what);
            assertRuns(board, after, what);
        } catch (ExecutionException e) {
            assertRuns(board, before, what + ": " + e.getMessage());
            assertEquals(State.ERROR, engine.status().state(), what);
        }
        engine.close();
    }

    private static void assertRuns(CutBoard board, byte[] image, String what) {
        assertTrue(
                Arrays.equals(image, Arrays.copyOf(board.board.chip().flash(), image.length)),
                what + ": the memory is wrong");
        assertTrue(board.isAlive(), what + ": is " + board.board.mode());
    }

    private Path data() throws IOException {
        return Files.createDirectory(folder.resolve("d" + tried++));
    }

    private FirmwareUpload send(Engine engine) throws Exception {
        FirmwareUpload upload = engine.begin(UpdateOptions.from("test"));
        byte[] zip = bundle();
        upload.write(zip, 0, zip.length);
        upload.end();
        return upload;
    }

    private byte[] bundle() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("manifest.json"));
            zip.write(
                    ("{\"name\":\"fw\",\"platform\":\"ccm_host\",\"version\":\"2\",\"parts\":{"
                                    + "\"host_fw\":{\"src\":\"fw.bin\",\"addr\":"
                                    + ChipModel.FLASH
                                    + ",\"size\":"
                                    + after.length
                                    + "}}}")
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("fw.bin"));
            zip.write(after);
        }
        return bytes.toByteArray();
    }

    private static Engine engine(Path data, CutBoard board, AtomicLong life) {
        EngineSettings settings =
                new EngineSettings(
                        true,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(2),
                        false,
                        new BundleRules("ccm_host", "STM32", List.of(), 0, BundleLimits.USUAL),
                        () -> {
                            throw new IllegalStateException("nothing is fetched here");
                        },
                        Duration.ofMillis(1),
                        Duration.ofMillis(4));
        return new Engine(data, new Around(board, board.writer(life)), settings);
    }

    /** A gateway with that board as its host. */
    private record Around(CutBoard board, FirmwareWriter only) implements Surroundings, Host {
        @Override
        public Optional<FirmwareWriter> writer(String type) {
            return Optional.of(only);
        }

        @Override
        public Set<String> types() {
            return Set.of("STM32");
        }

        @Override
        public Optional<Host> host() {
            return Optional.of(this);
        }

        @Override
        public void tell(UpdateStatus status) {
            // nobody listens
        }

        @Override
        public HostState state() {
            return new HostState(true, true, Set.of(), MissingNode.getInstance());
        }

        @Override
        public boolean isAlive() {
            return board.isAlive();
        }

        @Override
        public CompletionStage<JsonNode> call(String method, JsonNode params, Duration deadline) {
            return CompletableFuture.completedFuture(NullNode.instance);
        }

        @Override
        public Sent notify(String method, JsonNode params) {
            return Sent.YES;
        }

        @Override
        public int maxFrame() {
            return 0;
        }
    }
}
