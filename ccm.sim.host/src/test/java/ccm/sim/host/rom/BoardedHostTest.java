package ccm.sim.host.rom;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.board.InputPin;
import ccm.api.board.OutputPin;
import ccm.api.board.PinRequest;
import ccm.api.board.PinRequest.Bias;
import ccm.api.board.PinRequest.Drive;
import ccm.sim.host.Generation;
import ccm.sim.host.PtyLine;
import ccm.sim.host.SimHost;
import ccm.testing.Quiet;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A simulated host on a board, seen through its terminal and its socket. */
@ExtendWith(Quiet.class)
class BoardedHostTest {
    private static final int BAUD = 115_200;

    @TempDir Path folder;
    private final SimChip chip = new SimChip(ChipModel.F103);
    private BoardedHost board;
    private SimHost host;
    private FileOutputStream out;
    private DataInputStream in;

    @AfterEach
    void close() throws IOException {
        host.close();
        board.close();
        if (out != null) {
            out.close();
            in.close();
        }
        assertFalse(Files.exists(folder.resolve("host.pins")));
    }

    @Test
    void answersWithTheVersionOfTheFirmwareInTheFlash() throws Exception {
        open(0);
        assertTrue(ask("{\"id\":1,\"method\":\"Sys.GetInfo\"}").contains("\"fw_version\":\"7.1\""));
        chip.load(0, SimFirmware.image(8192, "7.2", false, 2));
        long before = board.board().received();
        out.write("{\"id\":2,".getBytes(UTF_8)); // lost with the reset
        long all = before + 8;
        eventually(() -> assertEquals(all, board.board().received()));
        board.board().reset();
        assertTrue(ask("{\"id\":3,\"method\":\"Sys.GetInfo\"}").contains("\"fw_version\":\"7.2\""));
    }

    @Test
    void isDrivenThroughItsSocket() throws Exception {
        open(0);
        SimPins pins = new SimPins(folder.toString());
        OutputPin boot0 = pins.output(request("sim:${data}/host.pins#boot0", false), true);
        OutputPin rst = pins.output(request("sim:" + folder + "/host.pins#rst", true), true);
        assertTrue(boot0.get());
        assertFalse(board.board().pin(SimBoard.Pin.RST));
        rst.set(false);
        assertEquals(SimBoard.Mode.LOADER, board.board().mode());
        try (InputPin level = pins.input(request("sim:${data}/host.pins#rst", false))) {
            assertTrue(level.get());
        }
        host.send("lost, since the firmware does not run");
        out.write(0x7F);
        assertEquals(RomLoader.ACK, in.read());
        boot0.close();
        rst.close();
    }

    @Test
    void saysWhatIsWrongWithAPin() throws Exception {
        open(0);
        SimPins pins = new SimPins(folder.toString());
        assertRefused(pins, "sim:${data}/host.pins", "has no # and pin");
        assertRefused(pins, "sim:${data}/host.pins#led", "not boot0 or rst");
        assertRefused(pins, "sim:${data}/none.pins#rst", "does not answer");
    }

    @Test
    void takesTheTimeOfARealPart() throws Exception {
        board(1);
        board.board().pin(SimBoard.Pin.BOOT0, true);
        board.board().reset();
        out.write(0x7F);
        assertEquals(RomLoader.ACK, in.read());
        long start = System.nanoTime();
        for (int i = 0; i < 8; i++) {
            talk("31 CE");
            talk(Dialogue.address(ChipModel.FLASH + i * 256));
            out.write(0xFF);
            out.write(new byte[257]);
            out.flush();
            assertEquals(RomLoader.NACK, in.read()); // the sum is wrong
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double least = 8 * 268 * 11.0 / BAUD;
        assertTrue(seconds >= least, seconds + " s, but the line alone takes " + least);
        assertTrue(seconds < least * 2, seconds + " s for " + least);
    }

    private void talk(String hex) throws IOException {
        out.write(HexFormat.of().parseHex(hex.replace(" ", "")));
        assertEquals(RomLoader.ACK, in.read());
    }

    private void open(double slowness) throws IOException {
        chip.load(0, SimFirmware.image(8192, "7.1", false, 1));
        board(slowness);
    }

    private void board(double slowness) throws IOException {
        PtyLine pty = new PtyLine(Optional.of(folder.resolve("host")));
        Path socket = BoardedHost.pinsOf(folder.resolve("host"));
        board = new BoardedHost(chip, pty, Optional.of(socket), slowness, BAUD);
        host = new SimHost(board.line(), Generation.B, false);
        board.open(host);
        host.open();
        out = new FileOutputStream(pty.device());
        in = new DataInputStream(new FileInputStream(pty.device()));
    }

    private String ask(String frame) throws IOException {
        out.write((frame + "\n").getBytes(UTF_8));
        StringBuilder line = new StringBuilder();
        int value = in.read();
        while (value != '\n') {
            line.append((char) value);
            value = in.read();
        }
        return line.toString();
    }

    private static void assertRefused(SimPins pins, String line, String why) {
        IOException e =
                assertThrows(IOException.class, () -> pins.output(request(line, false), true));
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    private static PinRequest request(String line, boolean activeLow) {
        return new PinRequest(line, activeLow, Bias.AS_IS, Drive.PUSH_PULL, Duration.ZERO);
    }
}
