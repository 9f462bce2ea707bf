package ccm.sim.host.rom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.link.RawLine.Parity;
import ccm.sim.host.rom.SimBoard.Mode;
import ccm.sim.host.rom.SimBoard.Pin;
import ccm.sim.host.rom.SimBoard.PinChange;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A board with a simulated chip, without a device in between. */
class SimBoardTest {
    private static final byte[] IMAGE = SimFirmware.image(4096, "1.2.3", false, 7);

    private final SimChip chip = new SimChip(ChipModel.F103);
    private final SimBoard board = new SimBoard(chip);
    private final Dialogue loader = new Dialogue(board);

    @Test
    void runsWholeFirmwareOnly() throws IOException {
        assertEquals(Mode.DEAD, board.mode());
        chip.load(0, IMAGE);
        board.bootMessage("hello\r\n");
        board.reset();
        assertEquals("hello\r\n", new String(loader.answer(), UTF_8));
        assertTrue(ask("{\"id\":1,\"method\":\"Sys.Info\"}").contains("\"fw_version\":\"1.2.3\""));
        for (int at : new int[] {0, 4, 0x110, 0x300, 4095}) {
            byte[] damaged = IMAGE.clone();
            damaged[at] ^= 1;
            chip.load(0, damaged);
            board.reset();
            assertEquals(Mode.DEAD, board.mode(), "damaged at " + at);
        }
        chip.load(0, SimFirmware.image(4096, "2", true, 7));
        board.reset();
        assertEquals(Mode.APPLICATION, board.mode());
        assertEquals("hello\r\n", ask("{\"id\":1,\"method\":\"Sys.Info\"}"));
    }

    @Test
    void choosesByBoot0WhenResetEnds() throws IOException {
        chip.load(0, IMAGE);
        board.pin(Pin.BOOT0, true);
        assertEquals(Mode.DEAD, board.mode());
        board.pin(Pin.RST, false);
        assertEquals(Mode.OFF, board.mode());
        loader.talk("7F", "");
        board.pin(Pin.RST, true);
        assertEquals(Mode.LOADER, board.mode());
        loader.leave();
        assertEquals(Mode.APPLICATION, board.mode());
        assertEquals(
                List.of(
                        new PinChange(Pin.BOOT0, true),
                        new PinChange(Pin.RST, false),
                        new PinChange(Pin.RST, true),
                        new PinChange(Pin.BOOT0, false),
                        new PinChange(Pin.RST, false),
                        new PinChange(Pin.RST, true)),
                board.changes());
    }

    @Test
    void isDrivenByRtsAndDtrInEitherPolarity() throws IOException {
        SimLine line = board.rawLine();
        line.wireRts(Pin.BOOT0, false);
        line.wireDtr(Pin.RST, true);
        line.rts(false);
        line.dtr(false);
        assertTrue(board.pin(Pin.BOOT0));
        assertFalse(board.pin(Pin.RST));
        line.dtr(true);
        assertEquals(Mode.LOADER, board.mode());
        line.rts(true);
        assertFalse(board.pin(Pin.BOOT0));
    }

    @Test
    void leavesHalfDoneWhatThePowerCutInterrupts() throws IOException {
        int torn = 0;
        byte[] data = new byte[256];
        Arrays.fill(data, (byte) 0x5A);
        for (int n = 1; n <= 265; n++) {
            SimChip other = new SimChip(ChipModel.F103);
            SimBoard cut = new SimBoard(other);
            Dialogue dialogue = new Dialogue(cut);
            dialogue.enter();
            cut.faults().powerCutAt(n, false);
            dialogue.send(
                    new byte[] {0x31, (byte) 0xCE, 8, 0, 0, 0, 8, (byte) 0xFF}); // all at once
            dialogue.send(data);
            dialogue.send(new byte[] {(byte) 0xFF});
            byte[] flash = Arrays.copyOf(other.flash(), 256);
            boolean empty =
                    Arrays.equals(flash, Arrays.copyOf(new SimChip(ChipModel.F103).flash(), 256));
            assertEquals(n != 265, empty, "cut at " + n);
            torn += empty || Arrays.equals(flash, data) ? 0 : 1;
            assertEquals(Mode.LOADER, cut.mode());
            dialogue.enter();
        }
        assertEquals(1, torn);
    }

    @Test
    void staysOffAfterAPowerCutWhenAskedTo() throws IOException {
        chip.load(0, IMAGE);
        loader.enter();
        board.faults().powerCutAt(2, true);
        loader.talk("02 FD", "");
        assertEquals(Mode.OFF, board.mode());
        loader.leave();
        assertEquals(Mode.OFF, board.mode());
        board.power(true);
        assertEquals(Mode.APPLICATION, board.mode());
    }

    @Test
    void hasTheFaultsThatItIsGiven() throws IOException {
        loader.enter();
        board.faults().nack(2);
        loader.talk("02 FD", "79 01 04 10 79");
        loader.talk("02 FD", "1F");
        board.faults().lostByte(1);
        loader.talk("02 FD", "");
        loader.talk("7F", "1F");
        board.faults().lostReply(2);
        loader.talk("02 FD", "79 04 10 79");
        board.faults().silentAt(1);
        loader.talk("02 FD", "");
        loader.enter();
        board.faults().wrongBaud(true);
        loader.talk("02 FD", "DD");
        board.faults().wrongBaud(false);
        loader.enter();
        board.faults().stuckPage(0, true);
        assertEquals("79", loader.write(ChipModel.FLASH, new byte[4]));
        assertEquals((byte) 0xFF, chip.flash()[0]);
    }

    @Test
    void countsTheTimeThatItWouldHaveTaken() throws IOException {
        loader.enter();
        Duration before = board.elapsed();
        loader.write(ChipModel.FLASH, new byte[256]);
        Duration took = board.elapsed().minus(before).minusMillis(3); // three waits for nothing
        double expected = 268 * 11 / 115_200.0 + 128 * 52.5e-6;
        assertEquals(expected, took.toNanos() / 1e9, 1e-4);
    }

    @Test
    void lendsItsLine() throws IOException {
        var line = board.lender().borrow("test", Duration.ZERO);
        assertThrows(IOException.class, () -> board.lender().borrow("test", Duration.ZERO));
        line.configure(57_600, Parity.EVEN);
        line.close();
        assertEquals(115_200, line.baud());
        board.lender().borrow("test", Duration.ZERO).close();
    }

    @Test
    void makesTheSameImageOfTheSameSeed() {
        assertArrayEquals(IMAGE, SimFirmware.image(4096, "1.2.3", false, 7));
    }

    private String ask(String frame) throws IOException {
        loader.send((frame + "\n").getBytes(UTF_8));
        return new String(loader.answer(), UTF_8);
    }
}
