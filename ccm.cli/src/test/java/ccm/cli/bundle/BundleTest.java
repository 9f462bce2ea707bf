package ccm.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.Typed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleTest {
    private static final String SHA1 = "c577f7a37657053275f3e3ecc06ec22e6b909366";
    private static final String SHA256 =
            "541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53";
    private static final String PART = "host_fw:type=STM32,src=FIRMWARE.BIN,addr=0x8000000";

    @TempDir Path folder;
    private final Typed ccm = new Typed();
    private Path output;

    @BeforeEach
    void firmware() throws IOException {
        output = folder.resolve("fw.zip");
        Files.write(folder.resolve("FIRMWARE.BIN"), new byte[1000]);
    }

    @Test
    void aThousandZeroBytesGiveTheManifestToTheByte() throws IOException {
        assertEquals(0, create(PART), ccm.err());
        String expected =
                """
                {
                 "name": "fw",
                 "platform": "ccm_host",
                 "parts": {
                  "host_fw": {
                   "type": "STM32",
                   "src": "FIRMWARE.BIN",
                   "addr": 134217728,
                   "size": 1000,
                   "cs_sha1": "%s",
                   "cs_sha256": "%s"
                  }
                 }
                }"""
                        .formatted(SHA1, SHA256);
        assertEquals(303, expected.length());
        assertEquals(expected, bundle().manifest());
        assertEquals(List.of("manifest.json", "FIRMWARE.BIN"), bundle().names());
        assertArrayEquals(new byte[1000], bundle().files().get("FIRMWARE.BIN"));
    }

    @Test
    void theArchiveHasTheLayoutThatDevicesRead() throws IOException {
        assertEquals(0, create(PART), ccm.err());
        ByteBuffer zip = ByteBuffer.wrap(Files.readAllBytes(output)).order(ByteOrder.LITTLE_ENDIAN);
        assertLocalHeader(zip, 0, "manifest.json", bundle().files().get("manifest.json"));
        assertLocalHeader(zip, 30 + 13 + 303, "FIRMWARE.BIN", new byte[1000]);
        int directory = 30 + 13 + 303 + 30 + 12 + 1000;
        assertEquals(0x02014b50, zip.getInt(directory));
        assertEquals(0x06054b50, zip.getInt(zip.limit() - 22), "no comment behind it");
        assertEquals(2, zip.getShort(zip.limit() - 12));
        assertEquals(directory, zip.getInt(zip.limit() - 6));
    }

    private static void assertLocalHeader(ByteBuffer zip, int at, String name, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        assertEquals(0x04034b50, zip.getInt(at));
        assertEquals(20, zip.getShort(at + 4), "version needed");
        assertEquals(0, zip.getShort(at + 6), "flags");
        assertEquals(0, zip.getShort(at + 8), "method");
        assertEquals(0, zip.getInt(at + 10), "time and date");
        assertEquals((int) crc.getValue(), zip.getInt(at + 14));
        assertEquals(content.length, zip.getInt(at + 18));
        assertEquals(content.length, zip.getInt(at + 22));
        assertEquals(name.length(), zip.getShort(at + 26));
        assertEquals(0, zip.getShort(at + 28), "extra field");
        assertEquals(name, new String(zip.array(), at + 30, name.length(), UTF_8));
    }

    @Test
    void compressedItIsSmallerAndHoldsTheSame() throws IOException {
        assertEquals(0, create(PART, "--compress"), ccm.err());
        ByteBuffer zip = ByteBuffer.wrap(Files.readAllBytes(output)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(8, zip.getShort(8), "method");
        assertEquals(0, zip.getShort(6), "flags");
        assertTrue(zip.limit() < 600, "bytes: " + zip.limit());
        assertArrayEquals(new byte[1000], bundle().files().get("FIRMWARE.BIN"));
    }

    @Test
    void everyMemberHasItsPlace() throws IOException {
        Files.writeString(
                folder.resolve("build.json"),
                "{\"build_version\":\"2.1\",\"build_id\":\"b7\",\"build_timestamp\":\"T\"}");
        int status =
                create(
                        "app:zz=1,src=FIRMWARE.BIN,ptn=-1,sign=true,type=app,aa='0x10',oct=010,"
                                + "encrypt=false,text=\"a,b\",none=,addr=0x90000000",
                        "--description",
                        "a<b>&c",
                        "--build-info=" + folder.resolve("build.json"),
                        "--attr",
                        "min=3",
                        "--attr",
                        "flag=true");
        assertEquals(0, status, ccm.err());
        assertEquals(
                """
                {
                 "name": "fw",
                 "platform": "ccm_host",
                 "description": "a\\u003cb\\u003e\\u0026c",
                 "version": "2.1",
                 "build_id": "b7",
                 "build_timestamp": "T",
                 "parts": {
                  "app": {
                   "type": "app",
                   "src": "FIRMWARE.BIN",
                   "addr": 2415919104,
                   "size": 1000,
                   "cs_sha1": "%s",
                   "cs_sha256": "%s",
                   "ptn": -1,
                   "sign": true,
                   "aa": "0x10",
                   "none": "",
                   "oct": 8,
                   "text": "a,b",
                   "zz": 1
                  }
                 },
                 "flag": true,
                 "min": 3
                }"""
                        .formatted(SHA1, SHA256),
                bundle().manifest());
    }

    @Test
    void extraAttributesStandBesideTheManifestInBothHeaders() throws IOException {
        assertEquals(0, create(PART, "--extra-attr", "b=2", "--extra-attr", "a=x"), ccm.err());
        assertEquals("{\"a\":\"x\",\"b\":2}", bundle().extra().compact());
        byte[] local = bundle().localExtra();
        assertArrayEquals(local, bundle().centralExtra());
        assertArrayEquals(new byte[] {0x3a, 0x29, 15, 0}, Arrays.copyOf(local, 4));
        assertEquals(303, bundle().files().get("manifest.json").length);
    }

    @Test
    void partsKeepTheirOrderAndAnotherBundleCanBeTheBeginning() throws IOException {
        Files.write(folder.resolve("b.bin"), new byte[] {1});
        Files.write(folder.resolve("a.bin"), new byte[] {2});
        assertEquals(0, create("b:src=b.bin", "a:src=a.bin,addr=16", "--attr", "k=v"));
        assertEquals(List.of("manifest.json", "b.bin", "a.bin"), bundle().names());
        Path second = folder.resolve("second.zip");
        int status =
                ccm.run(
                        "create-fw-bundle",
                        "--src-dir",
                        folder.toString(),
                        "-i",
                        output.toString(),
                        "-o",
                        second.toString(),
                        "--name",
                        "other",
                        "b:-",
                        "c:src=FIRMWARE.BIN");
        assertEquals(0, status, ccm.err());
        InBundle made = InBundle.of(second);
        assertEquals(List.of("manifest.json", "a.bin", "FIRMWARE.BIN"), made.names());
        assertTrue(made.manifest().startsWith("{\n \"name\": \"other\",\n"), made.manifest());
        assertTrue(made.manifest().endsWith(" },\n \"k\": \"v\"\n}"), made.manifest());
        assertEquals(16, made.part("a").number("addr").orElseThrow());
    }

    @Test
    void aManifestCanBeTheBeginning() throws IOException {
        Path manifest = folder.resolve("m.json");
        Files.writeString(
                manifest,
                "{\"name\":\"m\",\"platform\":\"ccm_host\",\"parts\":{\"x\":{\"src\":"
                        + "\"FIRMWARE.BIN\"},\"erase\":{\"addr\":1,\"size\":9,\"fill\":255}}}");
        assertEquals(0, create("--manifest", manifest.toString()), ccm.err());
        assertEquals(SHA1, bundle().part("x").text("cs_sha1").orElseThrow());
        assertEquals("{\"addr\":1,\"size\":9,\"fill\":255}", bundle().part("erase").compact());
        assertEquals(List.of("manifest.json", "FIRMWARE.BIN"), bundle().names());
    }

    @Test
    void theLineOfTheProductPageWorksWithoutAName() throws IOException {
        Path made = Path.of("page-of-1000-zeros.zip");
        try {
            int status =
                    ccm.run(
                            "create-fw-bundle",
                            "-o",
                            "--name",
                            "page-of-1000-zeros",
                            "--platform",
                            "ccm_host",
                            "--src-dir",
                            folder.toString(),
                            PART);
            assertEquals(0, status, ccm.err());
            assertTrue(ccm.err().contains("writing page-of-1000-zeros.zip"), ccm.err());
            assertEquals(SHA1, InBundle.of(made).part("host_fw").text("cs_sha1").orElseThrow());
        } finally {
            Files.deleteIfExists(made);
        }
    }

    @Test
    void anOptionInPlaceOfTheOutputIsNoName() {
        assertEquals(2, ccm.run("create-fw-bundle", "-o", "--compress", PART));
        assertTrue(ccm.err().contains("Type -o OUT.zip"), ccm.err());
        assertEquals(2, ccm.run("create-fw-bundle", "-o", "--name", "../x", PART));
        assertTrue(ccm.err().contains("Type -o OUT.zip"), ccm.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a:src=nothing.bin|nothing.bin: no such file",
                "a:src=FIRMWARE.BIN a:src=FIRMWARE.BIN|a: there are two parts of this name",
                "a:src=FIRMWARE.BIN b:src=FIRMWARE.BIN|b: another part has a file FIRMWARE.BIN",
                "a:-|a:-: there is no such part in the input",
                "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee:src=FIRMWARE.BIN"
                        + "|50 bytes long; devices take names of up to 49",
                "a:src=FIRMWARE.BIN,addr=0x1ffffffff|addr=0x1ffffffff: not an address",
                "a:src=FIRMWARE.BIN,addr=here|addr=here: not an address",
                "a|a: not a part. It looks like host_fw:",
                "a:src|a: src: not KEY=VALUE",
                "a:src=FIRMWARE.BIN --sign-key none.pem|--sign-key none.pem: no such file",
                "a:src=FIRMWARE.BIN --attr x|--attr x: not KEY=VALUE",
                "a:src=FIRMWARE.BIN -i none.zip|none.zip: ",
            })
    void badInputIsNamedAndLeavesNothingBehind(String words, String expected) {
        int status = create(words.split(" "));
        assertTrue(status == 1 || status == 2, "status " + status);
        assertTrue(ccm.err().contains(expected), ccm.err());
        assertFalse(Files.exists(output));
        assertEquals("", ccm.out());
    }

    private InBundle bundle() throws IOException {
        return InBundle.of(output);
    }

    private int create(String... words) {
        List<String> line = new ArrayList<>(List.of("create-fw-bundle", "-o", output.toString()));
        if (!List.of(words).contains("--manifest")) {
            line.addAll(List.of("--name", "fw", "--platform", "ccm_host"));
        }
        line.addAll(List.of("--src-dir", folder.toString()));
        line.addAll(List.of(words));
        return ccm.run(line.toArray(String[]::new));
    }
}
