package ccm.ota.stm32;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareImage;
import ccm.sim.host.PtyLine;
import ccm.sim.host.rom.ChipModel;
import ccm.sim.host.rom.PtyBoard;
import ccm.sim.host.rom.SimBoard;
import ccm.sim.host.rom.SimChip;
import ccm.sim.host.rom.SimFirmware;
import ccm.testing.Quiet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The writer and Debian's stm32flash read what the other wrote, byte for byte. */
@Tag("peers")
@ExtendWith(Quiet.class)
class StmFlashPeersTest {
    private static final int SIZE = 20_480;

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(
            value = ChipModel.class,
            names = {"F030", "F103X8"},
            mode = EnumSource.Mode.EXCLUDE)
    void readsWhatTheOtherWrote(ChipModel model) throws Exception {
        SimChip chip = new SimChip(model);
        byte[] ours = SimFirmware.image(SIZE, "1", false, 1);
        FirmwareImage image = UpdateCycle.image(0, ours);
        new UpdateCycle(new SimBoard(chip)).write(image);
        Path read = folder.resolve("read.bin");
        flash(chip, "-r", read, "-S", "0x08000000:" + SIZE);
        assertArrayEquals(ours, Files.readAllBytes(read));

        byte[] theirs = SimFirmware.image(SIZE, "2", false, 2);
        flash(chip, "-w", Files.write(folder.resolve("write.bin"), theirs), "-v");
        FirmwareImage found = new UpdateCycle(new SimBoard(chip)).read(image);
        assertArrayEquals(theirs, Arrays.copyOf(found.segments().get(0).data(), SIZE));
    }

    private static void flash(SimChip chip, Object... options) throws Exception {
        SimBoard board = new SimBoard(chip);
        board.pin(SimBoard.Pin.BOOT0, true);
        board.reset();
        PtyLine pty = new PtyLine(Optional.empty());
        try (PtyBoard line = new PtyBoard(board, pty, 0, 0)) {
            line.open();
            List<String> command =
                    new ArrayList<>(List.of("stm32flash", "-m", "8n1", "-b", "115200"));
            Arrays.stream(options).map(Object::toString).forEach(command::add);
            command.add(pty.device());
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            byte[] said = process.getInputStream().readAllBytes();
            assertEquals(0, process.waitFor(), new String(said, StandardCharsets.ISO_8859_1));
            assertTrue(said.length > 0);
        }
    }
}
