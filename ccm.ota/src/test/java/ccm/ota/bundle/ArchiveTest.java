package ccm.ota.bundle;

import static ccm.ota.bundle.Opened.DATA;
import static ccm.ota.bundle.Opened.assertRefused;
import static ccm.ota.bundle.Opened.image;
import static ccm.ota.bundle.Opened.manifest;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.api.firmware.FirmwareException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
    private static final String PART = "'host_fw':{'src':'F.BIN','addr':134217728}";
    private static final byte[] MANIFEST = manifest(PART);
    private static final byte[] ZEROS = new byte[100_000];

    @Test
    void filesArePlainOrPacked() throws FirmwareException {
        assertArrayEquals(DATA, data(two().bytes()));
        byte[] packed =
                new Zip().deflated("manifest.json", MANIFEST).deflated("F.BIN", ZEROS).bytes();
        assertArrayEquals(ZEROS, data(packed));
    }

    @Test
    void sizesMayStandBehindTheData() throws IOException, FirmwareException {
        ByteArrayOutputStream streamed = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(streamed)) {
            zip.putNextEntry(new ZipEntry("manifest.json"));
            zip.write(MANIFEST);
            zip.putNextEntry(new ZipEntry("F.BIN"));
            zip.write(DATA);
        }
        assertArrayEquals(DATA, data(streamed.toByteArray()));
    }

    @Test
    void foldersDoNotCount() throws FirmwareException {
        byte[] zip =
                new Zip()
                        .stored("fw/", new byte[0])
                        .stored("fw/manifest.json", MANIFEST)
                        .stored("fw/bin/F.BIN", DATA)
                        .bytes();
        assertArrayEquals(DATA, data(zip));
    }

    @Test
    void anEmptyFileIsNoArchive() {
        assertRefused(new byte[0], "Malformed archive (invalid file header)", "empty", "Send it");
    }

    @Test
    void aPlainImageIsNoArchiveAndTheRemedyIsNamed() {
        assertRefused(
                new byte[1000],
                "Malformed archive (invalid file header)",
                "create-fw-bundle",
                "addr=0x8000000");
    }

    @Test
    void whatIsCutOffAnywhereIsRefused() {
        byte[] whole = two().bytes();
        for (int length = 4; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), "Malformed archive", "cut off");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 500})
    void whatComesBehindTheEndIsRefused(int more) {
        byte[] whole = two().bytes();
        assertRefused(
                Arrays.copyOf(whole, whole.length + more),
                "Malformed archive",
                more + " bytes behind its end");
    }

    @Test
    void whatComesBeforeOrBetweenIsRefused() {
        assertRefused(
                changed(entry -> entry.behind = new byte[3]), "something before its directory");
        byte[] gap =
                new Zip()
                        .stored("manifest.json", MANIFEST, entry -> entry.behind = DATA)
                        .stored("F.BIN", DATA)
                        .bytes();
        assertRefused(gap, "F.BIN: does not begin where it should");
        assertRefused(changed(entry -> entry.moved = -4), "does not begin where it should");
    }

    @Test
    void twoFilesOfOneNameAreRefused() {
        byte[] twice = two().stored("x/F.BIN", ZEROS).bytes();
        assertRefused(twice, "Malformed archive", "two files F.BIN", "create-fw-bundle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../F.BIN", "/F.BIN", "a/../F.BIN", "./F.BIN", "a//F.BIN", ".."})
    void namesThatLeadElsewhereAreRefused(String name) {
        assertRefused(two().stored(name, DATA).bytes(), "Malformed archive", "leads elsewhere");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\b", "a\nb", "a\0b"})
    void namesWithTrickyCharactersAreRefused(String name) {
        assertRefused(two().stored(name, DATA).bytes(), "Malformed archive", "backslash");
    }

    @Test
    void namesHave49BytesAtMost() throws FirmwareException {
        String longest = "x".repeat(49);
        byte[] fits = two().stored("folder/" + longest, DATA).bytes();
        assertArrayEquals(DATA, data(fits));
        byte[] longer = two().stored(longest + "y", DATA).bytes();
        assertRefused(longer, "Too long file name", "49", "another name");
    }

    @Test
    void damageIsFoundByItsSum() {
        byte[] zip = two().bytes();
        zip[indexOf(zip, DATA)] ^= 1;
        assertRefused(zip, "Invalid CRC: F.BIN", "send it again");
        assertRefused(two().stored("more", DATA, entry -> entry.crc = 5).bytes(), "Invalid CRC");
    }

    @Test
    void aHeaderThatDiffersFromTheDirectoryIsRefused() {
        String expected = "F.BIN: its header says something else";
        assertRefused(changed(entry -> entry.localSize = 5), expected);
        assertRefused(changed(entry -> entry.localName = "G.BIN"), expected);
    }

    @Test
    void encryptedFilesAreRefused() {
        assertRefused(changed(entry -> entry.flags = 1), "F.BIN: is encrypted", "without");
        assertRefused(changed(entry -> entry.flags = 0x40), "F.BIN: has flags 0x40");
    }

    @Test
    void otherMethodsAreRefused() {
        assertRefused(changed(entry -> entry.method = 12), "F.BIN: is packed by method 12");
    }

    @Test
    void zip64IsRefused() {
        byte[] field = Zip.field(1, new byte[16]);
        assertRefused(changed(entry -> entry.extra = field), "is of Zip64");
        assertRefused(changed(entry -> entry.localExtra = field), "is of Zip64");
        assertRefused(two().counting(0xffff).bytes(), "Zip64");
    }

    @Test
    void anExtraFieldThatIsCutOffIsRefused() {
        assertRefused(changed(entry -> entry.extra = new byte[] {1, 2, 3}), "extra field");
        assertRefused(changed(entry -> entry.extra = new byte[] {1, 2, 3, 4}), "extra field");
    }

    @Test
    void aFalseCountIsRefused() {
        assertRefused(two().counting(1).bytes(), "another length");
        assertRefused(two().counting(3).bytes(), "directory is damaged");
        assertRefused(two().counting(9).bytes(), "9 files in it; at most 8");
    }

    @Test
    void bombsAreFoundBeforeTheyGoOff() {
        byte[] huge = new byte[2 << 20];
        byte[] honest = new Zip().stored("manifest.json", MANIFEST).deflated("F.BIN", huge).bytes();
        assertRefused(honest, "unpacks to more than 1048576 bytes");
        byte[] lying = packed(entry -> sizes(entry, 1 << 19));
        assertRefused(lying, "no packer makes so much out of so little");
        byte[] shorter = packed(entry -> sizes(entry, 1000));
        assertRefused(shorter, "does not unpack to its 1000 bytes (there is more in it)");
        byte[] longer = packed(entry -> sizes(entry, 100_001));
        assertRefused(longer, "does not unpack to its 100001 bytes (it ends after 100000 bytes)");
        assertRefused(packed(entry -> entry.data[5] ^= 0x55), "Malformed archive", "F.BIN");
    }

    @Test
    void storedFilesHaveOneSize() {
        assertRefused(changed(entry -> sizes(entry, 3)), "F.BIN: stored, and yet of two sizes");
    }

    @Test
    void theManifestComesFirst() {
        byte[] late = new Zip().stored("F.BIN", DATA).stored("manifest.json", MANIFEST).bytes();
        assertRefused(late, "Failed to parse manifest", "not the first", "F.BIN");
        byte[] none = new Zip().stored("F.BIN", DATA).bytes();
        assertRefused(none, "Failed to parse manifest", "there is none", "create-fw-bundle");
        assertRefused(new Zip().bytes(), "Malformed archive (invalid file header)");
    }

    private static void sizes(Zip.Entry entry, int size) {
        entry.size = size;
        entry.localSize = size;
    }

    private static Zip two() {
        return new Zip().stored("manifest.json", MANIFEST).stored("F.BIN", DATA);
    }

    private static byte[] changed(Consumer<Zip.Entry> change) {
        return new Zip().stored("manifest.json", MANIFEST).stored("F.BIN", DATA, change).bytes();
    }

    private static byte[] packed(Consumer<Zip.Entry> change) {
        return new Zip().stored("manifest.json", MANIFEST).deflated("F.BIN", ZEROS, change).bytes();
    }

    private static byte[] data(byte[] zip) throws FirmwareException {
        assertEquals(0x0800_0000L, image(zip).segments().get(0).address());
        return image(zip).segments().get(0).data();
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int i = 0; i < all.length; i++) {
            if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not in it");
    }
}
