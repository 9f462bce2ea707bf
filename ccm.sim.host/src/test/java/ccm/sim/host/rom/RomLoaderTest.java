package ccm.sim.host.rom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.api.link.RawLine.Parity;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The boot loader byte by byte. */
class RomLoaderTest {
    private static final long FLASH = ChipModel.FLASH;

    private SimChip chip;
    private SimBoard board;
    private Dialogue loader;

    @Test
    void saysWhatItIs() throws IOException {
        open(ChipModel.F103);
        loader.talk("01 FE", "79 22 00 00 79");
        loader.talk("00 FF", "79 0B 22 00 01 02 11 21 31 43 63 73 82 92 79");
        loader.talk("02 FD", "79 01 04 10 79");
        open(ChipModel.G071);
        loader.talk("00 FF", "79 0C 33 00 01 02 11 21 31 44 63 73 82 92 A1 79");
        loader.talk("02 FD", "79 01 04 60 79");
    }

    @Test
    void measuresTheRateOnceForEachReset() throws IOException {
        open(ChipModel.F103);
        loader.talk("7F", "");
        loader.talk("7F", "1F");
        loader.talk("FF 00", "1F");
        loader.talk("02 FD", "79 01 04 10 79");
        board.rawLine().configure(57_600, Parity.EVEN);
        loader.talk("02 FD", "DD"); // a refusal at another rate
        board.reset();
        loader.talk("7F", "79");
        loader.talk("02 FD", "79 01 04 10 79");
    }

    @Test
    void isDeafAfterAFirstByteThatIsNoMeasure() throws IOException {
        open(ChipModel.F103);
        board.reset();
        loader.talk("7B 7F 7F 02 FD", "");
        board.reset();
        board.rawLine().configure(2_000_000, Parity.EVEN);
        loader.talk("7F", "");
    }

    @Test
    void understandsOnlySomeBytesWithoutTheParityBit() throws IOException {
        open(ChipModel.F103);
        board.rawLine().configure(115_200, Parity.NONE);
        board.reset();
        loader.talk("7F", "79");
        loader.talk("00 FF", "1F");
    }

    @Test
    void readsFlashSizeIdAndLoaderId() throws IOException {
        open(ChipModel.F103);
        loader.talk("11 EE", "79");
        loader.talk(Dialogue.address(0x1FFF_F7E0L), "79");
        loader.talk("01 FE", "79 80 00");
        open(ChipModel.F401);
        loader.talk("11 EE", "79");
        loader.talk(Dialogue.address(0x1FFF_7A22L), "1F"); // not by itself
        loader.talk("11 EE", "79");
        loader.talk(Dialogue.address(0x1FFF_7A00L), "79");
        loader.send(new byte[] {(byte) 0xFF, 0});
        byte[] block = loader.answer();
        assertEquals(257, block.length);
        assertEquals(512, block[1 + 0x22] & 0xFF | (block[1 + 0x23] & 0xFF) << 8);
        loader.talk("11 EE", "79");
        loader.talk(Dialogue.address(0x1FFF_76DEL), "79");
        loader.talk("00 FF", "79 D1");
    }

    @Test
    void refusesWhatIsOutsideOrUnalignedOrDamaged() throws IOException {
        open(ChipModel.F103);
        loader.talk("11 EE", "79");
        loader.talk(Dialogue.address(FLASH + 0x20000), "1F");
        loader.talk("11 EE", "79");
        loader.talk("08 00 00 00 09", "1F");
        loader.talk("11 EE", "79");
        loader.talk(Dialogue.address(FLASH + 0x1FFFF), "79");
        loader.talk("01 FE", "1F");
        loader.talk("31 CE", "79");
        loader.talk(Dialogue.address(FLASH + 2), "1F");
        loader.talk("31 CE", "79");
        loader.talk(Dialogue.address(0x2000_0100L), "1F"); // the loader's own RAM
        loader.talk("31 CE", "79");
        loader.talk(Dialogue.address(FLASH), "79");
        loader.talk("03 01 02 03 04 00", "1F");
        assertEquals("1f", loader.write(FLASH, new byte[6]).toLowerCase());
        loader.talk("44 BB", "1F");
    }

    @ParameterizedTest
    @EnumSource(ChipModel.class)
    void writesAndReadsBackOneBlock(ChipModel model) throws IOException {
        open(model);
        byte[] data = new byte[256];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) i;
        }
        assertEquals("79", loader.write(FLASH + 256, data));
        assertArrayEquals(data, Arrays.copyOfRange(chip.flash(), 256, 512));
        loader.talk("11 EE", "79");
        loader.talk(Dialogue.address(FLASH + 256), "79");
        loader.talk("03 FC", "79 00 01 02 03");
    }

    @Test
    void programsAsItsFamilyDoes() throws IOException {
        open(ChipModel.F103);
        loader.write(FLASH, new byte[] {1, 2, 3, 4});
        assertEquals("79", loader.write(FLASH, new byte[] {9, 9, 0, 0}));
        assertArrayEquals(new byte[] {1, 2, 0, 0}, Arrays.copyOf(chip.flash(), 4));
        open(ChipModel.F401);
        loader.write(FLASH, new byte[] {7, 7, 7, 7});
        assertEquals("79", loader.write(FLASH, new byte[] {9, 3, 1, 0}));
        assertArrayEquals(new byte[] {1, 3, 1, 0}, Arrays.copyOf(chip.flash(), 4));
        open(ChipModel.G071);
        assertEquals("79", loader.write(FLASH, new byte[] {1, 2, 3, 4}));
        assertEquals("1F", loader.write(FLASH + 4, new byte[] {1, 2, 3, 4}));
        open(ChipModel.H743);
        assertEquals("79", loader.write(FLASH, new byte[] {1, 2, 3, 4}));
        assertEquals("1F", loader.write(FLASH + 28, new byte[] {1, 2, 3, 4}));
    }

    @Test
    void erasesPagesByTheOldCommand() throws IOException {
        open(ChipModel.F103);
        chip.load(0, new byte[4096]);
        loader.talk("43 BC", "79");
        loader.talk("01 00 02 03", "79");
        assertErased(0xFF, 0, 1024);
        assertErased(0x00, 1024, 2048);
        assertErased(0xFF, 2048, 3072);
        loader.talk("43 BC", "79");
        loader.talk("00 80 80", "1F");
        loader.talk("43 BC", "79");
        loader.talk("FF 00", "79");
        assertErased(0xFF, 0, 4096);
    }

    @Test
    void erasesPagesByTheNewCommand() throws IOException {
        open(ChipModel.L053);
        chip.load(0, SimFirmware.image(1024, "1", false, 1));
        loader.talk("44 BB", "79");
        loader.talk("00 01 00 00 00 02 03", "79");
        assertErased(0x00, 0, 128);
        assertErased(0x00, 256, 384);
        loader.talk("44 BB", "79");
        loader.talk("FF FF 00", "1F"); // this part has no mass erase
        open(ChipModel.L476);
        chip.load(0, new byte[4096]);
        loader.talk("44 BB", "79");
        loader.talk("FF FD 02", "79");
        assertErased(0x00, 0, 4096);
        loader.talk("44 BB", "79");
        loader.talk("FF FE 01", "79");
        assertErased(0xFF, 0, 4096);
        loader.talk("44 BB", "79");
        loader.talk("FF F3 0C", "1F");
        loader.talk("44 BB", "79");
        loader.talk("00 00 02 00 02", "1F");
    }

    @Test
    void acceptsWritingWhereItIsProtectedWithoutDoingIt() throws IOException {
        open(ChipModel.F103);
        loader.talk("63 9C", "79");
        loader.talk("00 01 01", "79");
        loader.talk("7F", "79"); // it was reset
        BitSet pages = new BitSet();
        pages.set(4, 8);
        assertEquals(pages, chip.writeProtectedPages());
        assertEquals("79", loader.write(FLASH + 4096, new byte[] {1, 2, 3, 4}));
        assertErased(0xFF, 4096, 4100);
        chip.load(4096, new byte[4]);
        loader.talk("43 BC", "79");
        loader.talk("00 04 04", "79");
        assertErased(0x00, 4096, 4100);
        loader.talk("73 8C", "79 79");
        loader.talk("7F", "79");
        assertEquals(new BitSet(), chip.writeProtectedPages());
    }

    @Test
    void refusesNearlyAllWhileReadingIsProtected() throws IOException {
        open(ChipModel.F303);
        chip.load(0, new byte[16]);
        loader.talk("82 7D", "79 79");
        loader.talk("7F", "79");
        assertEquals(1, chip.readProtection());
        for (String command : new String[] {"11EE", "21DE", "31CE", "44BB", "639C", "738C"}) {
            loader.talk(command, "1F");
        }
        loader.talk("02 FD", "79 01 04 22 79");
        loader.talk("01 FE", "79 31 00 00 79");
        loader.talk("92 6D", "79 79");
        loader.talk("7F", "79");
        assertEquals(0, chip.readProtection());
        assertErased(0xFF, 0, 16);
    }

    @Test
    void neverRunsAtProtectionLevelTwo() throws IOException {
        open(ChipModel.F303);
        chip.load(0, SimFirmware.image(2048, "1", false, 1));
        chip.readProtection(2);
        board.reset();
        assertEquals(SimBoard.Mode.APPLICATION, board.mode());
    }

    @Test
    void setsProtectionByOptionBytes() throws IOException {
        open(ChipModel.F303);
        loader.talk("31 CE", "79");
        loader.talk(Dialogue.address(0x1FFF_F800L), "79");
        loader.talk("03 00 FF FF 00 03", "79");
        loader.talk("7F", "79");
        assertEquals(1, chip.readProtection());
    }

    @Test
    void sumsUpMemoryWhereItCan() throws IOException {
        open(ChipModel.G071);
        loader.talk("A1 5E", "79");
        loader.talk(Dialogue.address(FLASH), "79");
        loader.talk(Dialogue.address(256), "79");
        loader.talk(Dialogue.address(0x04C1_1DB7L), "79");
        loader.talk(Dialogue.address(0xFFFF_FFFFL), "79 79 D0 00 A3 E2 91");
        open(ChipModel.F103);
        loader.talk("A1 5E", "1F");
    }

    @Test
    void startsWhatIsThere() throws IOException {
        open(ChipModel.F103);
        chip.load(0, SimFirmware.image(2048, "1", false, 1));
        loader.talk("21 DE", "79");
        loader.talk(Dialogue.address(FLASH), "79");
        assertEquals(SimBoard.Mode.APPLICATION, board.mode());
    }

    private void open(ChipModel model) throws IOException {
        chip = new SimChip(model);
        board = new SimBoard(chip);
        loader = new Dialogue(board);
        loader.enter();
    }

    private void assertErased(int value, int from, int to) {
        byte[] expected = new byte[to - from];
        Arrays.fill(expected, (byte) value);
        assertArrayEquals(expected, Arrays.copyOfRange(chip.flash(), from, to));
    }
}
