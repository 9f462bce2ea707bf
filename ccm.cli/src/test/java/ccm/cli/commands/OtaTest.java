package ccm.cli.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.Device;
import ccm.cli.FakeGateway;
import ccm.cli.Typed;
import ccm.cli.line.Terminal;
import ccm.testing.Quiet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Quiet.class)
class OtaTest {
    private static final String IDLE = "{\"state\":0,\"msg\":\"idle\"}";
    private static final String WRITING =
            "{\"state\":1,\"msg\":\"writing\",\"phase\":\"write\",\"done\":500,\"total\":1000}";
    private static final String DONE = "{\"state\":3,\"msg\":\"Update applied, finalizing\"}";

    @TempDir Path folder;
    private final Typed ccm = new Typed();
    private final Device device = new Device();
    private FakeGateway gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = new FakeGateway(folder, device);
        device.updates.addAll(List.of(IDLE, WRITING, DONE));
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
    }

    @Test
    void sendsABundleInChunksAndLooksOnUntilTheEnd() throws IOException {
        byte[] bundle = ("PK" + "x".repeat(1200)).getBytes(UTF_8);
        Path file = Files.write(folder.resolve("fw.zip"), bundle);
        assertEquals(0, ota(file.toString(), "--chunk-size", "512"), ccm.err());
        assertEquals("Update applied, finalizing\n", ccm.out());
        assertTrue(ccm.err().startsWith("sending …\nsending: 1202 bytes, "), ccm.err());
        assertTrue(ccm.err().contains("\nwriting …\nwriting: 500 bytes, "), ccm.err());
        assertArrayEquals(bundle, device.bundle.toByteArray());
        assertEquals(
                "{\"timeout\":600,\"commit_timeout\":300,\"size\":1202}",
                device.params("OTA.Begin").compact());
        assertEquals(
                3, device.frames.stream().filter(frame -> frame.contains("OTA.Write")).count());
    }

    @Test
    void takesTheParamsOfBegin() throws IOException {
        Path file = Files.writeString(folder.resolve("fw.zip"), "PK");
        assertEquals(0, ota(file.toString(), "{\"timeout\":5}", "--json"), ccm.err());
        assertEquals(DONE + "\n", ccm.out());
        assertEquals("", ccm.err());
        assertEquals("{\"timeout\":5}", device.params("OTA.Begin").compact());
        assertEquals(2, ota(file.toString(), "{timeout"));
    }

    @Test
    void packsWhatIsNoBundle() throws IOException {
        Path file = Files.writeString(folder.resolve("fw.bin"), "raw bytes");
        assertEquals(2, ota(file.toString()));
        assertTrue(ccm.err().contains("Type --addr 0x8000000"), ccm.err());
        assertEquals(0, ota(file.toString(), "--addr", "0x8000000"), ccm.err());
        try (ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(device.bundle.toByteArray()))) {
            ZipEntry first = zip.getNextEntry();
            assertEquals("manifest.json", first.getName());
            String manifest = new String(zip.readAllBytes(), UTF_8);
            assertTrue(manifest.contains("\"platform\": \"ccm_host\""), manifest);
            assertTrue(manifest.contains("\"addr\": 134217728"), manifest);
            assertEquals("fw.bin", zip.getNextEntry().getName());
            assertEquals("raw bytes", new String(zip.readAllBytes(), UTF_8));
        }
    }

    @Test
    void failsWithWhatTheGatewaySays() throws IOException {
        Path file = Files.writeString(folder.resolve("fw.zip"), "PK");
        device.updates.clear();
        device.updates.addAll(List.of(IDLE, "{\"state\":2,\"msg\":\"Wrong platform\"}"));
        assertEquals(1, ota(file.toString()));
        assertTrue(ccm.err().endsWith("Wrong platform\n"), ccm.err());
        device.updates.add(0, WRITING);
        assertEquals(1, ota(file.toString()));
        assertTrue(ccm.err().contains("an update is in progress already: writing"), ccm.err());
        device.results.put("OTA.Begin", "!\"error\":{\"code\":400,\"message\":\"no room\"}");
        device.updates.add(0, DONE);
        assertEquals(1, ota(file.toString()));
        assertTrue(ccm.err().contains("no room"), ccm.err());
        assertEquals(1, ota(folder.resolve("none.zip").toString()));
    }

    @Test
    void saysHowMuchHowFastAndHowLong() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        System.out,
                        new PrintStream(err, true, UTF_8),
                        new ByteArrayInputStream(new byte[0]),
                        Map.of(),
                        Optional.empty());
        long[] now = {0};
        OtaProgress progress = new OtaProgress(terminal, false, () -> now[0]);
        progress.show("ERASE", 0, 0);
        now[0] = 500_000_000L;
        progress.show("WRITE", 100, 8000);
        now[0] = 1_500_000_000L;
        progress.show("WRITE", 8000, 8000);
        progress.end();
        assertEquals(
                "erasing …\nerasing: 0.5 s\nwriting …\nwriting: 8000 bytes, 1.0 s, 8.0 kB/s\n",
                err.toString(UTF_8));
    }

    private int ota(String... words) {
        List<String> line = new java.util.ArrayList<>(List.of("ota"));
        line.addAll(List.of(words));
        line.addAll(List.of("--data", folder.toString()));
        device.bundle.reset();
        return ccm.run(line.toArray(String[]::new));
    }
}
