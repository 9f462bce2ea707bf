package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.watson.WatsonEmulator;
import ccm.sim.host.rom.NewFirmware;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Watson's firmware actions, through a gateway as it is sold, into a chip. */
public class WatsonFirmwarePeersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int IMAGE = 9_000;

    @Rule public final TemporaryFolder folder = new TemporaryFolder();
    private WatsonEmulator cloud;
    private BoardSite site;
    private HttpServer files;
    private byte[] bundle;

    @Before
    public void start() throws Exception {
        Path root = folder.getRoot().toPath();
        Path zip = root.resolve("fw.zip");
        NewFirmware.write(zip, IMAGE, "2.0");
        bundle = Files.readAllBytes(zip);
        files = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        files.createContext(
                "/fw.zip",
                exchange -> {
                    exchange.sendResponseHeaders(200, bundle.length);
                    exchange.getResponseBody().write(bundle);
                    exchange.close();
                });
        files.start();
        cloud = WatsonEmulator.start(EmulatorOptions.in(root.resolve("cloud")));
        Map<String, String> settings = new TreeMap<>(cloud.settings());
        settings.put("watson.reconnect_timeout_min", "0.1");
        site = new BoardSite(root, "watson", settings, Map.of()).start().connected("watson");
        eventually(
                PATIENCE,
                () ->
                        assertTrue(
                                cloud.managed().toString(),
                                cloud.managed().at("/supports/firmwareActions").asBoolean()));
    }

    @After
    public void stop() throws Exception {
        site.close();
        cloud.close();
        files.stop(0);
    }

    /** One start for all of it: a gateway is not started in a moment. */
    @Test
    public void downloadsAndWritesWhatThePlatformWants() throws Exception {
        cloud.update(firmware("1.5", "0".repeat(64)));
        eventually(PATIENCE, () -> assertEquals(told(), "FAILED", stage()));
        assertTrue(told(), told().contains("updateStatus 4")); // the verifier is another's
        assertEquals("1.0", site.runs());

        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bundle));
        cloud.server().faults().add("drop@send,n=3"); // the platform asks again
        cloud.update(firmware("2.0", sha256));
        eventually(PATIENCE, () -> assertEquals(told(), "SUCCEEDED", stage()));
        assertEquals("2.0", site.runs());
        List<String> steps = steps();
        for (String step :
                List.of(
                        "mgmt/initiate/firmware/download",
                        "notify state 2, updateStatus 0",
                        "mgmt/initiate/firmware/update",
                        "notify state 2, updateStatus 1",
                        "notify state 0, updateStatus 0")) {
            assertTrue(step + " in " + steps, steps.contains(step));
        }
        String status = site.call("OTA.Status", "{}").toString();
        assertTrue(status, status.contains("Update applied"));
    }

    private ObjectNode firmware(String version, String verifier) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("version", version)
                .put("name", "fw")
                .put("uri", "http://127.0.0.1:" + files.getAddress().getPort() + "/fw.zip")
                .put("verifier", verifier);
    }

    private String stage() {
        return cloud.firmware().path("stage").asText();
    }

    private String told() {
        return cloud.firmware().toString();
    }

    private List<String> steps() {
        return StreamSupport.stream(cloud.firmware().path("steps").spliterator(), false)
                .map(each -> each.asText())
                .toList();
    }
}
