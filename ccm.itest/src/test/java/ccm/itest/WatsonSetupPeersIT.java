package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.watson.WatsonEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** {@code watson-iot-setup} as it is typed, and a platform that lets in only whom it knows. */
public class WatsonSetupPeersIT {
    private static final String SETUP = "watson-iot-setup";

    private static WatsonEmulator cloud;
    private static SetupDesk desk; // one for all: each test has a device of its own
    private static Path authority;

    @BeforeClass
    public static void open() throws IOException {
        Path folder = Files.createTempDirectory("ccm-wa");
        cloud =
                WatsonEmulator.start(
                        EmulatorOptions.in(Files.createDirectory(folder.resolve("cloud")))
                                .device("somebody-else"));
        authority = folder.resolve("cloud/ca.pem");
        desk =
                new SetupDesk(
                        folder,
                        "watson",
                        List.of(
                                "watson.reconnect_timeout_min=0.2",
                                "watson.reconnect_timeout_max=0.5"));
    }

    @AfterClass
    public static void close() throws IOException {
        desk.close();
        cloud.close();
    }

    @Test
    public void fromNothingToAnEvent() throws Exception {
        String token = "--watson-api-auth-token=" + cloud.apiToken();
        String before = desk.state();
        desk.type(
                0,
                List.of("device d:ccmsim:ccm:ccm-setup-0001", "watson.token=********"),
                words(token, "--dry-run"));
        assertEquals(before, desk.state());

        // the platform does not know it yet
        String id = "\"d:ccmsim:ccm:ccm-setup-0001\"";
        desk.call("Config.Set", "{\"config\":{\"watson\":{\"client_id\":" + id + "}}}");
        assertTrue(
                desk.call("Config.Set", guess()).toString(),
                desk.call("Config.Get", "{\"key\":\"watson.enable\"}").toString().contains("true"));
        eventually(
                () -> {
                    String status = desk.call("Cloud.Status", "").toString();
                    assertTrue(status, status.contains("\"fault\":\"CREDENTIALS\""));
                });
        desk.type(
                1,
                List.of("the platform does not know it any more", "--watson-replace"),
                words(token));

        SetupDesk.Typed done =
                desk.type(
                        0,
                        List.of(
                                "made: device d:ccmsim:ccm:ccm-setup-0001",
                                "watson: set up, saved and connected"),
                        words(token, "--watson-replace"));
        assertFalse(done.all(), done.all().contains(cloud.apiToken()));
        desk.publish("t/1", "hello");
        eventually(
                () ->
                        assertTrue(
                                cloud.events(0).stream()
                                        .anyMatch(each -> each.text().equals("hello"))));

        desk.input(cloud.apiToken() + "\n");
        desk.type(0, List.of("there already: device d:ccmsim:ccm:ccm-setup-0001"), words());
        somebodyElseAndAGuest();
    }

    private void somebodyElseAndAGuest() throws Exception {
        Path file = Files.writeString(authority.resolveSibling("typed"), cloud.apiToken() + "\n");
        String[] other = {
            "--watson-api-auth-token=@" + file,
            "--watson-org-id=" + WatsonEmulator.ORGANIZATION,
            "--watson-api-host=localhost:" + cloud.server().port("mqtt"),
            "--watson-device-type=mos",
            "--watson-device-id=somebody-else"
        };
        desk.type(1, List.of("is registered already", "--watson-replace"), words(other));
        List<String> all = new ArrayList<>(Arrays.asList(other));
        all.add("--watson-replace");
        desk.type(
                0,
                List.of("there already: type of device mos", "d:ccmsim:mos:somebody-else"),
                words(all.toArray(String[]::new)));
        desk.type(
                0,
                List.of("made: device d:ccmsim:mos:ccm-setup-0001", "connected"),
                TypedPage.told(cloud.about()));
        desk.type(
                0,
                List.of("The gateway is d:quickstart:lamp:ccm-setup-0001", "connected"),
                SETUP,
                "--watson-org-id=quickstart",
                "--watson-device-type=lamp",
                "--watson-host=localhost:" + cloud.server().port("mqtt"),
                "--watson-ca-file=" + authority);
    }

    @Test
    public void badInputSaysWhatToDoAndChangesNoSetting() throws Exception {
        String before = desk.call("Config.Get", "{}").toString();
        desk.type(2, List.of("--watson-api-key is missing"), SETUP, "--watson-org-id=abcdef");
        desk.type(2, List.of("not of the form a-ORG"), SETUP, "--watson-api-key=x");
        desk.type(2, List.of("of the organization ccmsim"), words("--watson-org-id=abcdef"));
        desk.type(2, List.of("up to 36"), words("--watson-device-type=a/b"));
        desk.input("\n").type(2, List.of("the platform showed it"), words());
        String token = "--watson-api-auth-token=" + cloud.apiToken();
        desk.type(1, List.of("up to 36"), words(token, "--watson-device-id=a/b"));
        desk.type(
                1,
                List.of("401", "The API key or its token is wrong"),
                words("--watson-api-auth-token=wrong"));
        desk.type(
                1,
                List.of("localhost:1: cannot be reached"),
                words(token, "--watson-api-host=localhost:1"));
        desk.type(1, List.of("/nowhere.pem"), words(token, "--watson-ca-file=/nowhere.pem"));
        assertEquals(before, desk.call("Config.Get", "{}").toString());
        desk.type(
                0,
                List.of(
                        "watson.host_name=quickstart.messaging.internetofthings.ibmcloud.com",
                        "watson.client_id=d:quickstart:mos:ccm-setup-0001",
                        "watson.token="),
                SETUP,
                "--dry-run");
    }

    /** Somebody guesses a token. */
    private static String guess() throws IOException {
        return "{\"save\":true,\"config\":{\"watson\":{\"enable\":true,\"token\":\"guessed-token\","
                + "\"ca_cert\":\""
                + authority
                + "\",\"host_name\":\"localhost:"
                + cloud.server().port("mqtt")
                + "\"}}}";
    }

    private static String[] words(String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                SETUP,
                                "--watson-api-key=" + WatsonEmulator.API_KEY,
                                "--watson-device-type=ccm",
                                "--watson-host=localhost:" + cloud.server().port("mqtt"),
                                "--watson-ca-file=" + authority));
        words.addAll(Arrays.asList(more));
        return words.toArray(String[]::new);
    }
}
