package ccm.cli.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.Typed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {
    @TempDir Path folder;
    private final Typed ccm = new Typed();

    @ParameterizedTest
    @ValueSource(strings = {"F.hex", "F.HEX", "F.txt"})
    void smallGapsAreFilledAndLargeOnesMakeParts(String name) throws IOException {
        String hex =
                upper(0x0800)
                        + data(0x0000, 1, 2)
                        + data(0x0004, 3) // two bytes of erased flash before it
                        + data(0x0204, 4) // 511 bytes of it
                        + data(0x0405, 5) // 512: another part
                        + upper(0x0801)
                        + data(0x0000, 6)
                        + line(0, 5, 8, 0, 1, 0x35)
                        + line(0, 1);
        InBundle bundle = create(name, hex, "type=STM32");
        assertEquals(List.of("manifest.json", "F.0.bin", "F.1.bin", "F.2.bin"), bundle.names());
        byte[] first = new byte[0x205];
        Arrays.fill(first, (byte) 0xff);
        first[0] = 1;
        first[1] = 2;
        first[4] = 3;
        first[0x204] = 4;
        assertArrayEquals(first, bundle.files().get("F.0.bin"));
        assertArrayEquals(new byte[] {5}, bundle.files().get("F.1.bin"));
        assertArrayEquals(new byte[] {6}, bundle.files().get("F.2.bin"));
        assertEquals(0x0800_0000L, bundle.part("host_fw").number("addr").orElseThrow());
        assertEquals(0x0800_0405L, bundle.part("host_fw_1").number("addr").orElseThrow());
        assertEquals(0x0801_0000L, bundle.part("host_fw_2").number("addr").orElseThrow());
        assertEquals("STM32", bundle.part("host_fw_2").text("type").orElseThrow());
    }

    @Test
    void linesInAnyOrderWithoutGapsAreOnePart() throws IOException {
        String hex = upper(0x9000) + data(2, 3, 4) + data(0, 1, 2) + "\r\n" + line(0, 1) + "junk";
        InBundle bundle = create("app.v1.hex", hex, "x=1");
        assertEquals(List.of("manifest.json", "app.v1.bin"), bundle.names());
        assertArrayEquals(new byte[] {1, 2, 3, 4}, bundle.files().get("app.v1.bin"));
        assertEquals(0x9000_0000L, bundle.part("host_fw").number("addr").orElseThrow());
    }

    @Test
    void aSegmentOf64KilobytesWraps() throws IOException {
        String hex = line(0, 2, 0x10, 0) + data(0xffff, 1, 2) + line(0, 1);
        InBundle bundle = create("F.hex", hex, "x=1");
        assertArrayEquals(new byte[] {2}, bundle.files().get("F.0.bin"));
        assertEquals(0x1_ffffL, bundle.part("host_fw_1").number("addr").orElseThrow());
    }

    @Test
    void theFileWinsOverAnAddressThatWasTyped() throws IOException {
        InBundle bundle = create("F.hex", data(8, 1) + line(0, 1), "addr=0x100");
        assertEquals(8, bundle.part("host_fw").number("addr").orElseThrow());
        assertTrue(ccm.err().contains("addr is 256, and "), ccm.err());
    }

    @Test
    void bytesThatHappenToBeginWithAColonAreBytesWhenTheirAddressIsKnown() throws IOException {
        InBundle bundle = create("F.bin", ":not hex", "addr=0x100");
        assertEquals(":not hex", new String(bundle.files().get("F.bin"), ISO_8859_1));
    }

    @Test
    void sRecordsSayWhereTheyBelong() throws IOException {
        String records =
                "S00600004844521B\nS2060800000102EE\nS307080000020304E7\nS5030002FA\n"
                        + "S804080000F3\n";
        InBundle bundle = create("F.srec", records, "x=1");
        assertArrayEquals(new byte[] {1, 2}, bundle.files().get("F.0.bin"));
        assertEquals(0x08_0000L, bundle.part("host_fw").number("addr").orElseThrow());
        assertArrayEquals(new byte[] {3, 4}, bundle.files().get("F.1.bin"));
        assertEquals(0x0800_0002L, bundle.part("host_fw_1").number("addr").orElseThrow());
    }

    @Test
    void aLinkedProgramIsTakenApart() throws IOException {
        ByteBuffer elf = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1});
        elf.putInt(28, 52).putShort(42, (short) 32).putShort(44, (short) 2);
        segment(elf, 52, 1, 150, 0x0800_0000, 4);
        segment(elf, 84, 4, 0, 0, 9); // a note: not loaded
        elf.put(150, new byte[] {1, 2, 3, 4});
        Files.write(folder.resolve("F.elf"), elf.array());
        InBundle bundle = create("F.elf", "x=1");
        assertArrayEquals(new byte[] {1, 2, 3, 4}, bundle.files().get("F.bin"));
        assertEquals(0x0800_0000L, bundle.part("host_fw").number("addr").orElseThrow());
    }

    private static void segment(
            ByteBuffer elf, int at, int kind, int offset, int address, int size) {
        elf.putInt(at, kind).putInt(at + 4, offset).putInt(at + 12, address).putInt(at + 16, size);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ":0100000001FE,:0100010002FF|line 2: the checksum is ff and should be fc",
                ":0100000001FE,:0100000001FE,:00000001FF|line 2: the data at 0x00000000 lies over",
                ":0100000001FE|line 1: the record that ends the file is missing",
                ":01000000ZZFE|line 1: \"ZZ\" are not hex digits",
                ":0200000001FD|line 1: its length is not what it says",
                ":010000000|line 1: half a byte at its end",
                ":0000000700|line 1: the checksum is 00 and should be f9",
                ":00000007F9|line 1: a record of kind 7 is not known",
                "0100000001FE|line 1: does not begin with a colon",
                ":00000001FF|no data in it"
            })
    void aBadFileIsNamedWithItsLineAndLeavesNothingBehind(String lines, String expected)
            throws IOException {
        Files.writeString(folder.resolve("F.hex"), lines.replace(',', '\n'));
        assertEquals(1, run("F.hex", "type=STM32"));
        assertTrue(ccm.err().contains("host_fw: " + folder.resolve("F.hex")), ccm.err());
        assertTrue(ccm.err().contains(expected), ccm.err());
        assertFalse(Files.exists(folder.resolve("fw.zip")));
    }

    private InBundle create(String name, String text, String attributes) throws IOException {
        Files.writeString(folder.resolve(name), text, ISO_8859_1);
        return create(name, attributes);
    }

    private InBundle create(String name, String attributes) throws IOException {
        assertEquals(0, run(name, attributes), ccm.err());
        return InBundle.of(folder.resolve("fw.zip"));
    }

    private int run(String name, String attributes) {
        return ccm.run(
                "create-fw-bundle",
                "--output=" + folder.resolve("fw.zip"),
                "--name=fw",
                "--platform=ccm_host",
                "--src-dir=" + folder,
                "host_fw:src=" + name + "," + attributes);
    }

    private static String upper(int base) {
        return line(0, 4, base >> 8, base & 0xff);
    }

    private static String data(int offset, int... bytes) {
        return line(offset, 0, bytes);
    }

    private static String line(int offset, int kind, int... bytes) {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.write(bytes.length);
        record.write(offset >> 8);
        record.write(offset);
        record.write(kind);
        Arrays.stream(bytes).forEach(record::write);
        int sum = 0;
        StringBuilder text = new StringBuilder(":");
        for (byte next : record.toByteArray()) {
            sum += next;
            text.append("%02x".formatted(next));
        }
        return text.append("%02X\n".formatted(-sum & 0xff)).toString();
    }
}
