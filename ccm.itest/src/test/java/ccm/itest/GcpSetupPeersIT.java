package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import ccm.sim.cloud.gcp.GcpEmulator;
import ccm.sim.cloud.server.EmulatorOptions;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** {@code gcp-iot-setup} as it is typed, and a registry that lets in only whom it knows. */
public class GcpSetupPeersIT {
    private static final String DEVICE = "ccm-setup-0001";
    private static final String SOMEBODY = "somebody-else";

    private static GcpEmulator cloud;
    private static SetupDesk desk; // one for all: each test has a device of its own
    private static Path authority;

    @BeforeClass
    public static void open() throws IOException {
        Path folder = Files.createTempDirectory("ccm-gc");
        cloud =
                GcpEmulator.start(
                        EmulatorOptions.in(Files.createDirectory(folder.resolve("cloud")))
                                .device(SOMEBODY));
        authority = folder.resolve("cloud/ca.pem");
        desk =
                new SetupDesk(
                        folder,
                        "gcp",
                        List.of("gcp.reconnect_timeout_min=0.2", "gcp.reconnect_timeout_max=0.5"));
    }

    @AfterClass
    public static void close() throws IOException {
        desk.close();
        cloud.close();
    }

    @Test
    public void fromNothingToAnEvent() throws Exception {
        String account = "--gcp-service-account=" + cloud.serviceAccount();
        String before = desk.state();
        desk.type(
                0,
                List.of("device ccm-setup-0001 in the registry ccm-registry", "Nothing of this"),
                words(account, "--dry-run"));
        assertEquals(before, desk.state());

        // the registry does not know it yet
        desk.type(1, List.of("is not connected after 1 s"), words("--gcp-registered", "--wait=1"));
        assertFalse(cloud.deviceIds().contains(DEVICE));

        SetupDesk.Typed done =
                desk.type(
                        0,
                        List.of(
                                "there already: files gcp-ccm-setup-0001.key.pem and .pub.pem",
                                "made: device ccm-setup-0001 in the registry ccm-registry",
                                "gcp: set up, saved and connected"),
                        words(account));
        assertFalse(done.all(), done.all().contains("PRIVATE") || done.all().contains(token()));
        assertTrue(cloud.deviceIds().contains(DEVICE));
        desk.publish("t/1", "hello");
        eventually(() -> assertEquals("hello", cloud.events(0).get(0).text()));

        desk.set("CLEARBLADE_CONFIGURATION", cloud.serviceAccount().toString());
        desk.type(0, List.of("there already: device ccm-setup-0001"), words());
        desk.type(
                0, List.of("there already: device ccm-setup-0001"), TypedPage.told(cloud.about()));
        desk.type(
                1,
                List.of("somebody-else: is in the registry ccm-registry already", "--gcp-replace"),
                words(account, "--gcp-device-id=somebody-else"));
        desk.type(
                0,
                List.of("made: another key of device somebody-else", "connected"),
                words(account, "--gcp-device-id=somebody-else", "--gcp-replace"));
    }

    @Test
    public void badInputSaysWhatToDoAndChangesNoSetting() throws Exception {
        String before = desk.call("Config.Get", "{}").toString();
        desk.type(2, List.of("--gcp-project is missing"), "gcp-iot-setup");
        desk.type(2, List.of("its id alone"), words("--gcp-region=a/b"));
        desk.type(2, List.of("not HOST or HOST:PORT"), words("--gcp-server=mqtts://h"));
        desk.type(1, List.of("a letter first"), words("--gcp-device-id=1"));
        desk.type(1, List.of("/nowhere: cannot be read"), words("--gcp-service-account=/nowhere"));
        desk.set("CLEARBLADE_CONFIGURATION", "");
        desk.type(
                3,
                List.of(
                        "no service account",
                        "device by-hand, with this key as ES256:\n-----BEGIN PUBLIC KEY-----",
                        "--gcp-device-id by-hand"),
                words("--gcp-device-id=by-hand"));
        refused("token", "wrong", "Is the service account still there");
        refused("project", "another", "of the project another, not of ccm-project");
        refused("url", "https://localhost:1", "localhost:1: cannot be reached");
        refused("url", "http://localhost:1", "begins with https://");
        desk.set("CLEARBLADE_CONFIGURATION", cloud.serviceAccount().toString());
        desk.type(
                1,
                List.of("Are project, region and registry as its console shows them?"),
                words("--gcp-registry=unknown"));
        assertEquals(before, desk.call("Config.Get", "{}").toString());
    }

    /** Types it with a service account of which one member is another. */
    private static void refused(String member, String value, String said) throws Exception {
        ObjectMapper json = new ObjectMapper();
        ObjectNode account = (ObjectNode) json.readTree(cloud.serviceAccount().toFile());
        Path file = cloud.serviceAccount().resolveSibling("changed.json");
        Files.writeString(file, account.put(member, value).toString());
        desk.type(1, List.of(said), words("--gcp-service-account=" + file));
    }

    private static String token() throws IOException {
        return new ObjectMapper().readTree(cloud.serviceAccount().toFile()).path("token").asText();
    }

    private static String[] words(String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "gcp-iot-setup",
                                "--gcp-project=" + GcpEmulator.PROJECT,
                                "--gcp-region=" + GcpEmulator.REGION,
                                "--gcp-registry=" + GcpEmulator.REGISTRY,
                                "--gcp-server=localhost:" + cloud.server().port("mqtt"),
                                "--gcp-ca-file=" + authority));
        words.addAll(Arrays.asList(more));
        return words.toArray(String[]::new);
    }
}
