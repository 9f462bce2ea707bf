package ccm.cli.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.json.Json;
import ccm.sim.cloud.gcp.GcpEmulator;
import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.setup.SetupDesk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as it is typed, and an emulated registry over HTTPS. */
class GcpSetupTest {
    private static final String SETUP = "gcp-iot-setup";
    private static final String SETTINGS =
            """
            {"gcp":{"enable":false,"project":"","region":"","registry":"","device":"","key":"",
             "server":"","enable_config":false,"ca_cert":""},
             "mqtt":{"enable":false},"rpc":{"mqtt":{"enable":true}}}""";

    @TempDir static Path folder;
    private static GcpEmulator cloud;

    private SetupDesk desk;

    @BeforeAll
    static void start() throws IOException {
        cloud = GcpEmulator.start(EmulatorOptions.in(folder).device("somebody-else"));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @BeforeEach
    void open() throws IOException {
        desk = new SetupDesk("gcp", SETTINGS);
    }

    @AfterEach
    void close() throws IOException {
        desk.close();
    }

    @Test
    void aKeyIsMadeAndRegisteredAndTypedAgainItIsTheSame() {
        String device = "--gcp-device-id=first";
        String account = "--gcp-service-account=" + cloud.serviceAccount();
        desk.refused(0, "Nothing of this was done", words(account, device, "--dry-run"));
        desk.refused(0, "\"gcp.device\":\"first\"", words(account, device, "--dry-run", "--json"));
        assertFalse(cloud.deviceIds().contains("first"));

        String said =
                desk.type(
                        0,
                        List.of(
                                "made: device first in the registry ccm-registry",
                                "set: gcp.ca_cert=gcp-ca.pem",
                                "gcp: set up, saved and connected"),
                        words(account, device));
        assertFalse(said.contains("PRIVATE"), said);
        assertTrue(cloud.deviceIds().contains("first"));
        assertEquals("gcp-first.key.pem", desk.setting("gcp.key"));
        assertEquals("mqtt.example.com:443", desk.setting("gcp.server"));
        assertEquals("true", desk.setting("gcp.enable_config"));

        desk.variable("CLEARBLADE_CONFIGURATION", cloud.serviceAccount().toString());
        desk.type(
                0,
                List.of(
                        "there already: files gcp-first.key.pem",
                        "there already: device first",
                        "there already: file gcp-ca.pem"),
                words(device));
        desk.type(0, List.of("set: gcp.device=first"), words(device, "--gcp-registered"));
    }

    @Test
    void whoIsThereAlreadyKeepsItsPlaceUnlessToldOtherwise() {
        String account = "--gcp-service-account=" + cloud.serviceAccount();
        String device = "--gcp-device-id=somebody-else";
        desk.type(
                1,
                List.of(
                        "somebody-else: is in the registry ccm-registry already, with another key",
                        "--gcp-device-id ID",
                        "ccm rm gcp-somebody-else.key.pem --port unix://",
                        "The gateway's settings are as they were"),
                words(account, device));
        assertEquals("false", desk.setting("gcp.enable"));
        desk.type(
                0,
                List.of("made: another key of device somebody-else"),
                words(account, device, "--gcp-replace"));
    }

    @Test
    void withoutAServiceAccountItSaysWhatToDoThereAndThenHere() throws IOException {
        Path ca = desk.folder().resolve("the ca.pem");
        Files.copy(folder.resolve("ca.pem"), ca);
        desk.type(
                3,
                List.of(
                        "no service account, so the registry was not asked",
                        "with this key as ES256:\n-----BEGIN PUBLIC KEY-----",
                        "ccm gcp-iot-setup --port unix://",
                        "--gcp-device-id by-hand --gcp-server mqtt.example.com:443 --gcp-ca-file '"
                                + ca
                                + "' --gcp-registered"),
                words("--gcp-device-id=by-hand", "--gcp-ca-file=" + ca));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2|--gcp-project=|--gcp-project : its id alone",
                "2|--gcp-region=a/b|--gcp-region a/b: its id alone",
                "2|--gcp-registry=projects/x|--gcp-registry projects/x: its id alone",
                "2|--gcp-server=mqtts://h|--gcp-server mqtts://h: not HOST or HOST:PORT",
                "2|--gcp-server=h:0|--gcp-server h:0: not HOST or HOST:PORT",
                "2|--gcp-registered --gcp-replace|Leave one of them out",
                "2|--wait=3601|--wait 3601: not a whole number from 0 to 3600",
                "2|word|word: too much",
                "2|--gcp-devise-id=x|--gcp-devise-id: not an option",
                "1|--gcp-device-id=1|--gcp-device-id 1: a registry takes 3 to 255 letters",
                "1|--gcp-device-id=google|--gcp-device-id google: a registry takes",
                "1|--gcp-ca-file=/nowhere|--gcp-ca-file /nowhere: cannot be read: no such file",
                "1|--gcp-service-account=/nowhere|--gcp-service-account /nowhere: cannot be read",
                "1|--gcp-service-account=/|--gcp-service-account /: cannot be read",
            })
    void whatIsTypedWronglyIsSaidWithTheWayOut(int status, String typed, String said) {
        desk.refused(status, said, words(typed.split(" ")));
    }

    @Test
    void theRegistryIsNamedByThreeOptions() {
        for (String each : List.of("--gcp-project", "--gcp-region", "--gcp-registry")) {
            String[] words =
                    Arrays.stream(words())
                            .filter(word -> !word.startsWith(each + "="))
                            .toArray(String[]::new);
            desk.refused(2, each + " is missing: ", words);
        }
    }

    @Test
    void aFileThatIsNoneOfAServiceAccountIsNamed() throws IOException {
        account("token", "wrong", "401", "Is the service account still there");
        account("project", "another", "of the project another, not of ccm-project");
        account("url", "https://localhost:1", "localhost:1: cannot be reached: nobody answers");
        account("url", "https://nowhere.invalid", "the name of the host is not found");
        account("url", "http://localhost", "file http://localhost/api/v/1/code/", "https://");
        account("url", "", "has no url, so it is no file of a service account");
        String text = desk.file("text", "no JSON");
        desk.refused(
                1,
                "--gcp-service-account " + text + ": is no file of a service account",
                words("--gcp-service-account=" + text));
        desk.variable("CLEARBLADE_CONFIGURATION", "/nowhere");
        desk.refused(1, "CLEARBLADE_CONFIGURATION /nowhere: cannot be read", words());
        desk.variable("CLEARBLADE_CONFIGURATION", cloud.serviceAccount().toString());
        desk.type(
                1,
                List.of("registry not found. Are project, region and registry as its console"),
                words("--gcp-region=europe-west1"));
    }

    @Test
    void aCloudOfAnotherAuthorityIsNotTold() throws IOException {
        Authority.in(desk.folder(), "Somebody else");
        desk.type(
                1,
                List.of("authority unknown here. Name that with --gcp-ca-file FILE"),
                words(
                        "--gcp-service-account=" + cloud.serviceAccount(),
                        "--gcp-ca-file=" + desk.folder().resolve("ca.pem")));
        String text = desk.file("text", "no PEM");
        desk.refused(1, "text: holds no certificate", words("--gcp-ca-file=" + text));
    }

    @Test
    void whatTheGatewayRefusesIsToldWithWhatExistsByThen() {
        String[] words =
                words("--gcp-service-account=" + cloud.serviceAccount(), "--gcp-device-id=half");
        desk.lock("-gcp.*,*");
        desk.refused(1, "(conf_acl -gcp.*,*), so nothing was changed", words);
        desk.lock("*");
        desk.refuse("FS.Put", "the disk is full");
        desk.refused(1, "the disk is full", words);
        desk.refuse("Config.Set", "the disk is full");
        desk.type(1, List.of("the disk is full", "made: device half", "Exists since"), words);
        assertEquals("false", desk.setting("gcp.enable"));
    }

    @Test
    void thePageOfTheCloudNamesEveryOption() throws IOException {
        SetupDesk.inDocs("cloud-gcp.md", new GcpSetup().usage());
    }

    /** Types it with a service account of which one member is another. */
    private void account(String member, String value, String... said) throws IOException {
        Json.Obj account = (Json.Obj) Json.read(Files.readString(cloud.serviceAccount()));
        String file = desk.file("account.json", account.put(member, value).compact());
        String text =
                desk.type(
                        1,
                        List.of(said),
                        words("--gcp-service-account=" + file, "--gcp-device-id=no-one"));
        assertFalse(text.contains("wrong\""), text);
        assertEquals("false", desk.setting("gcp.enable"));
    }

    private static String[] words(String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                SETUP,
                                "--gcp-project=" + GcpEmulator.PROJECT,
                                "--gcp-region=" + GcpEmulator.REGION,
                                "--gcp-registry=" + GcpEmulator.REGISTRY,
                                "--gcp-server=mqtt.example.com:443",
                                "--gcp-ca-file=" + folder.resolve("ca.pem")));
        words.addAll(Arrays.asList(more));
        return words.toArray(String[]::new);
    }
}
