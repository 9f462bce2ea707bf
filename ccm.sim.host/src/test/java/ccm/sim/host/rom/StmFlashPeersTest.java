package ccm.sim.host.rom;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.sim.host.Generation;
import ccm.sim.host.PtyLine;
import ccm.sim.host.SimHost;
import ccm.testing.Quiet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Debian's stm32flash takes the simulated parts for real ones. */
@Tag("peers")
@ExtendWith(Quiet.class)
class StmFlashPeersTest {
    private static final int SIZE = 10_240;

    @TempDir Path folder;
    private SimChip chip;
    private BoardedHost board;
    private SimHost host;
    private PtyLine pty;

    @AfterEach
    void close() throws IOException {
        host.close();
        board.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = ChipModel.class,
            names = {"F030", "F103X8"},
            mode = EnumSource.Mode.EXCLUDE)
    void readsWritesVerifiesAndErases(ChipModel model) throws Exception {
        open(model);
        byte[] before = SimFirmware.image(SIZE, "1", false, 1);
        byte[] after = SimFirmware.image(SIZE, "2", false, 2);
        chip.load(0, before);
        Path read = folder.resolve("read.bin");
        flash("-r", read, "-S", "0x08000000:" + SIZE);
        assertArrayEquals(before, Files.readAllBytes(read));
        Path write = Files.write(folder.resolve("write.bin"), after);
        String said = flash("-w", write, "-v", "-g", "0x0");
        assertTrue(said.contains(String.format("0x%04x", model.id())), said);
        assertArrayEquals(after, Arrays.copyOf(chip.flash(), SIZE));
        eventually(() -> assertEquals(SimBoard.Mode.APPLICATION, board.board().mode()));
        if (chip.model().spec.massErase) {
            flash("-o");
            byte[] erased = new byte[chip.model().flashSize()];
            Arrays.fill(erased, (byte) chip.model().erased());
            assertArrayEquals(erased, chip.flash());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ChipModel.class,
            names = {"F103", "F401", "L073", "G071"})
    void protectsAndUnprotectsReading(ChipModel model) throws Exception {
        open(model);
        byte[] before = SimFirmware.image(SIZE, "1", false, 1);
        chip.load(0, before);
        flash("-j");
        assertEquals(1, chip.readProtection());
        Path read = folder.resolve("read.bin");
        assertFalse(run("-r", read).contains("Done"));
        assertArrayEquals(before, Arrays.copyOf(chip.flash(), SIZE));
        flash("-k");
        assertEquals(0, chip.readProtection());
        assertEquals((byte) model.erased(), chip.flash()[0]);
    }

    @Test
    void unprotectsWriting() throws Exception {
        open(ChipModel.F103);
        chip.protectUnits(0, 1);
        Path write = Files.write(folder.resolve("w.bin"), SimFirmware.image(SIZE, "2", false, 2));
        assertTrue(run("-w", write, "-v").contains("Failed to verify"));
        flash("-u");
        assertTrue(chip.writeProtectedPages().isEmpty());
        flash("-w", write, "-v");
    }

    private void open(ChipModel model) throws IOException {
        chip = new SimChip(model);
        pty = new PtyLine(Optional.empty());
        board = new BoardedHost(chip, pty, Optional.empty(), 0, 0);
        host = new SimHost(board.line(), Generation.B, false);
        board.open(host);
        host.open();
    }

    private String flash(Object... options) throws Exception {
        String said = run(options);
        assertTrue(said.endsWith("status 0"), said);
        return said;
    }

    /** Runs it with the chip reset into its loader. */
    private String run(Object... options) throws Exception {
        board.board().pin(SimBoard.Pin.BOOT0, true);
        board.board().reset();
        List<String> command = new ArrayList<>(List.of("stm32flash", "-m", "8n1", "-b", "115200"));
        for (Object option : options) {
            command.add(option.toString());
        }
        command.add(pty.device());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        return said + "status " + process.waitFor();
    }
}
