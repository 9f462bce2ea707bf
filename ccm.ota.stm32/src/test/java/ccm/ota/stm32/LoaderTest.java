package ccm.ota.stm32;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ccm.ota.stm32.LoaderException.Kind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each command, byte by byte. */
class LoaderTest {
    private static final Page FIRST = new Page(0, Part.FLASH, 1024);
    private static final Page HIGH = new Page(0x123, Part.FLASH + 0x48C00, 1024);

    private ScriptedLine line;

    @AfterEach
    void allWasSaid() {
        line.assertOver();
    }

    @Test
    void asksWhatItIs() throws Exception {
        assertArrayEquals(
                new int[] {0x22, 0x00, 0x01, 0x43},
                loader("> 00FF", "< 79 03 22 00 01 43 79").get());
        line.assertOver();
        assertEquals(0x31, loader("> 01FE", "< 79 31 00 00 79").getVersion());
        line.assertOver();
        assertEquals(0x410, loader("> 02FD", "< 79 01 04 10 79").getId());
    }

    @Test
    void reads() throws Exception {
        byte[] into = new byte[6];
        loader("> 11EE", "< 79", "> 08000104 0D", "< 79", "> 03FC", "< 79 01 02", "< 03 04")
                .read(0x08000104, into, 1, 4);
        assertArrayEquals(new byte[] {0, 1, 2, 3, 4, 0}, into);
    }

    @Test
    void writesAndWaitsWhileTheLoaderIsBusy() throws Exception {
        Block block = new Block();
        block.fill(0x08000000, new byte[] {9, 1, 2, 3, 4, 9}, 1, 4);
        loader("> 31CE", "< 79", "> 08000000 08", "< 79", "> 03 01020304 07", "< 76 76 79")
                .write(block, () -> {});
    }

    @Test
    void erasesPagesByEitherCommand() throws Exception {
        loader("> 43BC", "< 79", "> 00 00 00", "< 79").erase(List.of(FIRST), false);
        line.assertOver();
        loader("> 44BB", "< 79", "> 0001 0000 0123 23", "< 79").erase(List.of(FIRST, HIGH), true);
    }

    @Test
    void erasesEverythingByEitherCommand() throws Exception {
        loader("> 43BC", "< 79", "> FF00", "< 79").eraseAll(false);
        line.assertOver();
        loader("> 44BB", "< 79", "> FFFF00", "< 79").eraseAll(true);
    }

    @Test
    void asksForAChecksumInWords() throws Exception {
        int sum =
                loader(
                                "> A15E",
                                "< 79",
                                "> 08000000 08",
                                "< 79",
                                "> 00000100 01",
                                "< 79",
                                "> 04C11DB7 6F",
                                "< 79",
                                "> FFFFFFFF 00",
                                "< 79 79 D000A3E2 91")
                        .checksum(0x08000000, 1024);
        assertEquals(0xD000A3E2, sum);
    }

    @Test
    void goesAndUnprotects() throws Exception {
        loader("> 21DE", "< 79", "> 08000000 08", "< 79").go(0x08000000);
        line.assertOver();
        loader("> 926D", "< 79 79").readoutUnprotect();
    }

    @Test
    void tellsRefusalSilenceAndNonsenseApart() {
        assertEquals(Kind.NACK, failure("> 02FD", "< 1F"));
        assertEquals(Kind.SILENCE, failure("> 02FD"));
        assertEquals(Kind.SILENCE, failure("> 02FD", "< 79 01 04"));
        assertEquals(Kind.GARBAGE, failure("> 02FD", "< 7B"));
    }

    @Test
    void getsBackToTheBeginningOfACommand() throws Exception {
        line = new ScriptedLine("> FF00", "< 1F", "> FF00", "< 1F", "> FF00", "< 1F");
        new Sync(new Wire(line)).again();
    }

    private Kind failure(String... script) {
        Loader loader = loader(script);
        return assertThrows(LoaderException.class, loader::getId).kind();
    }

    private Loader loader(String... script) {
        line = new ScriptedLine(script);
        return new Loader(new Wire(line), () -> {});
    }
}
