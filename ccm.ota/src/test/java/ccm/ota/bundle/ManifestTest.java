package ccm.ota.bundle;

import static ccm.ota.bundle.Opened.DATA;
import static ccm.ota.bundle.Opened.assertRefused;
import static ccm.ota.bundle.Opened.image;
import static ccm.ota.bundle.Opened.json;
import static ccm.ota.bundle.Opened.manifest;
import static ccm.ota.bundle.Opened.part;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareImage;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    private static final String HEX = ":020000040800F2\n:03000500010203F2\n:00000001FF\n";

    @Test
    void aBundleSaysWhatItIs() throws FirmwareException {
        Bundle bundle =
                Opened.open(
                        whole(
                                "{'name':'fw','platform':'CCM_Host_2','version':'1.2','build_id':7,"
                                        + "'description':'d','parts':{'a':{'src':'F.BIN','addr':1}},"
                                        + "'more':null}"));
        assertEquals(new Manifest("fw", "CCM_Host_2", "1.2", "7", "d"), bundle.manifest());
        assertEquals(64, bundle.sha256().length());
    }

    @Test
    void nothingButPlatformAndPartsIsNeeded() throws FirmwareException {
        Bundle bundle =
                Opened.open(
                        whole("{'platform':'ccm_host','parts':{'a':{'src':'F.BIN','addr':1}}}"));
        assertEquals("", bundle.manifest().version());
    }

    @ParameterizedTest
    @ValueSource(strings = {"134217728", "'0x8000000'", "'0X08000000'", "'134217728'"})
    void addressesAreNumbersOrTheirTexts(String address) throws FirmwareException {
        FirmwareImage image = image(part("'addr':" + address, DATA));
        assertEquals(0x0800_0000L, image.segments().get(0).address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "4294967296", "'0x100000000'", "'x'", "''", "1.5", "true", "[]"})
    void otherAddressesAreRefused(String address) {
        assertRefused(
                part("'addr':" + address, DATA), "part host_fw: addr is not a number below 2^32");
    }

    @Test
    void partsAreGroupedByWhoWritesThem() throws FirmwareException {
        String parts =
                "'a':{'type':'stm32','src':'A','addr':16},'b':{'src':'B','addr':4},"
                        + "'c':{'type':'other','src':'A','addr':16}";
        byte[] zip =
                new Zip()
                        .stored("manifest.json", manifest(parts))
                        .stored("B", new byte[] {9})
                        .stored("A", DATA)
                        .bytes();
        Bundle bundle = Opened.open(zip);
        assertEquals(Set.of("other", "stm32"), bundle.images().keySet());
        FirmwareImage image = bundle.images().get("STM32");
        assertEquals(List.of(4L, 16L), image.segments().stream().map(s -> s.address()).toList());
    }

    @Test
    void partsThatOverlapAreRefused() {
        String parts = "'a':{'src':'F.BIN','addr':16},'b':{'src':'F.BIN','addr':'0x13'}";
        assertRefused(
                whole("{'platform':'ccm_host','parts':{" + parts + "}}"),
                "two parts overlap: 0x00000010 to 0x00000013 and 0x00000013 to 0x00000016",
                "other addresses");
    }

    @Test
    void aPartEndsBelow4Gigabytes() {
        assertRefused(part("'addr':4294967295", DATA), "part host_fw", "past 32 bits");
    }

    @Test
    void hexInsideIsTakenApart() throws FirmwareException {
        String part = "'h':{'src':'F.HEX'}";
        byte[] zip =
                new Zip()
                        .stored("manifest.json", manifest(part))
                        .stored("F.HEX", HEX.getBytes(ISO_8859_1))
                        .bytes();
        assertEquals(0x0800_0005L, image(zip).segments().get(0).address());
        assertArrayEquals(new byte[] {1, 2, 3}, image(zip).segments().get(0).data());
        assertEquals(
                0x0800_0005L,
                image(part("'addr':1", HEX.getBytes(ISO_8859_1))).segments().get(0).address());
        byte[] looksLikeIt = {':', 1, 2};
        assertArrayEquals(
                looksLikeIt, image(part("'addr':1", looksLikeIt)).segments().get(0).data());
        byte[] damaged = HEX.replace("0300050001", "0300050002").getBytes(ISO_8859_1);
        assertRefused(
                part("'size':" + damaged.length, damaged),
                "part host_fw: F.BIN: line 2: the checksum is",
                "Build it again");
    }

    @Test
    void anImageAloneSaysWhereItBelongs() throws FirmwareException {
        Bundle bundle = Opened.open(HEX.getBytes(ISO_8859_1));
        assertEquals(0x0800_0005L, bundle.images().get("STM32").segments().get(0).address());
        assertRefused(
                HEX.replace("F2\n:03", "F3\n:03").getBytes(ISO_8859_1),
                "it is an image, and line 1: the checksum is f3 and should be f2");
    }

    @Test
    void aPartWithoutAFileIsFilled() throws FirmwareException {
        byte[] zip =
                new Zip()
                        .stored(
                                "manifest.json",
                                manifest(
                                        "'a':{'addr':8,'size':3,'fill':255},'b':{'addr':9},"
                                                + "'c':{'addr':1,'size':2,'fill':0}"))
                        .bytes();
        FirmwareImage image = image(zip);
        assertArrayEquals(new byte[2], image.segments().get(0).data());
        assertArrayEquals(new byte[] {-1, -1, -1}, image.segments().get(1).data());
        assertEquals(2, image.segments().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'addr':8,'fill':1",
                "'size':8,'fill':1",
                "'addr':8,'fill':1,'size':0",
                "'addr':8,'fill':1,'size':2000000"
            })
    void aFillNeedsAddressAndSize(String members) {
        byte[] zip = new Zip().stored("manifest.json", manifest("'a':{" + members + "}")).bytes();
        assertRefused(zip, "part a: fill needs addr, and a size of 1 to 1048576");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{|Failed to parse manifest: manifest.json: line 1, column 2",
                "[1]|Failed to parse manifest: manifest.json: is not a JSON object",
                "{} {}|Failed to parse manifest: manifest.json",
                "{'a':1,'a':2}|Duplicate",
                "{'parts':{'a':{}}}|Required manifest field missing: platform. Host firmware",
                "{'platform':1,'parts':{}}|Required manifest field missing: platform",
                "{'platform':'ccm_host'}|Required manifest field missing: parts",
                "{'platform':'ccm_host','parts':{}}|Required manifest field missing: parts",
                "{'platform':'ccm_host','parts':[]}|Required manifest field missing: parts",
                "{'platform':'ccm_host','parts':{'a':1}}|part a is not an object",
                "{'platform':'ccm_host','parts':{'a':{}}}|there is nothing to write in it",
                "{'platform':'ccm_host','parts':{'a':{'src':[]}}}|part a: src is not a text",
                "{'platform':'ccm_host','parts':{'a':{'src':'F.BIN'}}}|missing: addr of part a",
                "{'platform':'ccm_host','parts':{'a':{'src':'G','addr':1}}}|G is not in the bundle",
                "{'platform':'esp32','parts':{'a':{}}}|Wrong platform: \"esp32\"; this host takes",
                "{'platform':'ccm','parts':{'a':{}}}|Wrong platform: \"ccm\"",
                "{'platform':'a\\nb','parts':{'a':{}}}|Wrong platform: \"a?b\""
            })
    void aBadManifestIsToldInItsOwnWords(String text, String expected) {
        assertRefused(whole(text), expected);
    }

    @Test
    void aHugeOrDeepManifestIsRefused() {
        assertRefused(whole("{'a':" + "[".repeat(20) + "]".repeat(20) + "}"), "depth");
        assertRefused(whole("{'a':'" + "x".repeat(1 << 16) + "'}"), "more than 65536 bytes");
        assertRefused(whole("{'a':1" + "0".repeat(50) + "}"), "Failed to parse manifest");
    }

    @Test
    void theSizeIsCompared() {
        assertRefused(
                part("'addr':1,'size':5", DATA),
                "part host_fw: F.BIN has 4 bytes, and the manifest says 5");
    }

    @Test
    void sumsAreCompared() throws FirmwareException {
        String sha1 = "12dada1fff4d4787ade3333147202c3b443e376f";
        String sha256 = "9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a";
        image(
                part(
                        "'addr':1,'size':4,'cs_sha1':'" + sha1 + "','cs_sha256':'" + sha256 + "'",
                        DATA));
        image(part("'addr':1,'cs_sha256':'" + sha256.toUpperCase() + "'", DATA));
        String wrong = sha1.replace('1', '2');
        assertRefused(
                part("'addr':1,'cs_sha1':'" + wrong + "'", DATA),
                "part host_fw: cs_sha1 is " + sha1 + ", and the manifest says " + wrong,
                "pack it again");
        assertRefused(part("'addr':1,'cs_sha256':'" + sha1 + "'", DATA), "64 hex digits");
        assertRefused(
                part("'addr':1,'cs_sha256':'" + sha256.replace('f', 'e') + "'", DATA),
                "part host_fw: cs_sha256 is " + sha256);
    }

    private static byte[] whole(String text) {
        return new Zip().deflated("manifest.json", json(text)).stored("F.BIN", DATA).bytes();
    }
}
