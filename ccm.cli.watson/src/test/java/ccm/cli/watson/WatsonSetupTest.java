package ccm.cli.watson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.watson.WatsonEmulator;
import ccm.testing.setup.SetupDesk;
import java.io.IOException;
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

/** The command as it is typed, and the registration of an emulated platform over HTTPS. */
class WatsonSetupTest {
    private static final String SETUP = "watson-iot-setup";
    private static final String SETTINGS =
            """
            {"watson":{"enable":false,"host_name":"","client_id":"","token":"","cert":"","key":"",
             "ca_cert":""},"mqtt":{"enable":false},"rpc":{"mqtt":{"enable":true}}}""";

    @TempDir static Path folder;
    private static WatsonEmulator cloud;

    private SetupDesk desk;

    @BeforeAll
    static void start() throws IOException {
        cloud = WatsonEmulator.start(EmulatorOptions.in(folder).device("somebody-else"));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @BeforeEach
    void open() throws IOException {
        desk = new SetupDesk("watson", SETTINGS);
    }

    @AfterEach
    void close() throws IOException {
        desk.close();
    }

    @Test
    void typeAndDeviceAreMadeAndTypedAgainTheyAreTheSame() throws IOException {
        String[] device = {"--watson-device-type=pump", "--watson-device-id=first", token()};
        desk.refused(0, "watson.token=********", words(device, "--dry-run"));
        desk.refused(0, "\"watson.token\":\"********\"", words(device, "--dry-run", "--json"));

        String said =
                desk.type(
                        0,
                        List.of(
                                "made: type of device pump",
                                "made: device d:ccmsim:pump:first",
                                "set: watson.token=********",
                                "watson: set up, saved and connected"),
                        words(device, "--watson-org-id=" + WatsonEmulator.ORGANIZATION));
        String token = desk.setting("watson.token");
        assertFalse(said.contains(token) || said.contains(cloud.apiToken()), said);
        assertEquals("d:ccmsim:pump:first", desk.setting("watson.client_id"));
        assertEquals("watson-ca.pem", desk.setting("watson.ca_cert"));

        String file = desk.file("token", cloud.apiToken() + "\n");
        desk.type(
                0,
                List.of("there already: type of device pump", "and the gateway has its token"),
                words(device, "--watson-api-auth-token=@" + file));
        assertEquals(token, desk.setting("watson.token"));
        desk.input(cloud.apiToken() + "\n")
                .type(
                        0,
                        List.of("made: device"),
                        words(device, "--watson-api-auth-token=-", "--watson-replace"));
        assertFalse(token.equals(desk.setting("watson.token")));
    }

    @Test
    void whoIsThereAlreadyKeepsItsPlaceUnlessToldOtherwise() {
        String[] device = {"--watson-device-type=mos", "--watson-device-id=somebody-else", token()};
        desk.refused(1, "d:ccmsim:mos:somebody-else: is registered already", words(device));
        desk.type(0, List.of("made: device"), words(device, "--watson-replace"));
    }

    @Test
    void aTokenWhoseDeviceIsGoneIsTold() {
        desk.set("watson.client_id", "d:ccmsim:mos:gone");
        desk.set("watson.token", "of-before");
        desk.refused(
                1,
                "the platform does not know it any more. Make it anew with --watson-replace",
                words("--watson-device-id=gone", token()));
    }

    @Test
    void aGuestNeedsNoKeyAndSeesNoPlatform() {
        desk.type(
                0,
                List.of("set: watson.client_id=d:quickstart:lamp:me"),
                SETUP,
                "--watson-device-type=lamp",
                "--watson-device-id=me",
                "--watson-org-id=quickstart");
        assertEquals(
                "quickstart.messaging.internetofthings.ibmcloud.com",
                desk.setting("watson.host_name"));
    }

    @Test
    void theInterfaceIsNextToTheMessagesUnlessItIsNamed() {
        desk.refused(
                1,
                "ccmsim.invalid: cannot be reached: the name of the host is not found. Is"
                        + " --watson-api-host, or --watson-host right",
                SETUP,
                "--watson-api-key=" + WatsonEmulator.API_KEY,
                "--watson-host=ccmsim.messaging.invalid",
                token());
        desk.refused(
                1,
                "localhost:1: cannot be reached: nobody answers there. Is --watson-api-host",
                words("--watson-api-host=localhost:1", token()));
        desk.refused(
                1,
                "localhost:" + controlPort() + ": cannot be reached: TLS failed",
                words("--watson-api-host=localhost:" + controlPort(), token()));
    }

    private static int controlPort() {
        return cloud.server().port("control");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2|--watson-org-id=abcdef|--watson-api-key is missing: an API key of the",
                "2|--watson-api-key=x|--watson-api-key x: is not of the form a-ORG-xxxxxxxxxx",
                "2|--watson-api-auth-token=x|--watson-api-auth-token: goes with --watson-api-key",
                "2|--watson-api-host=h|--watson-api-host: goes with --watson-api-key KEY",
                "2|--watson-replace|--watson-replace: goes with --watson-api-key KEY",
                "2|--watson-api-key=a-ccmsim-x|--watson-api-auth-token is missing",
                "2|--watson-api-key=a-ccmsim-x --watson-api-auth-token=|is empty",
                "2|--watson-api-key=a-ccmsim-x --watson-org-id=abcdef|--watson-org-id abcdef: the",
                "2|--watson-device-type=a/b|--watson-device-type a/b: the platform takes up to 36",
                "2|--watson-host=mqtts://h|--watson-host mqtts://h: not HOST or HOST:PORT",
                "2|--watson-host=h:99999|--watson-host h:99999: not HOST or HOST:PORT",
                "2|--wait=soon|--wait soon: not a whole number from 0 to 3600",
                "2|word|word: too much",
                "1|--watson-device-id=a/b|--watson-device-id a/b: the platform takes up to 36",
                "1|--watson-ca-file=/nowhere|--watson-ca-file /nowhere: cannot be read: no such",
            })
    void whatIsTypedWronglyIsSaidWithTheWayOut(int status, String typed, String said) {
        desk.refused(status, said, (SETUP + " " + typed).split(" "));
    }

    @Test
    void whatThePlatformRefusesIsTold() throws IOException {
        desk.refused(
                1,
                "401 authorization failed: send API key and token. The API key or its token is wrong",
                words("--watson-api-auth-token=wrong"));
        Authority.in(desk.folder(), "Somebody else");
        desk.refused(
                1,
                "authority unknown here. Name that with --watson-ca-file FILE",
                words(token(), "--watson-ca-file=" + desk.folder().resolve("ca.pem")));
    }

    @Test
    void whatTheGatewayRefusesIsToldWithWhatExistsByThen() {
        String[] words = words("--watson-device-id=half", token());
        desk.lock("-watson.*,*");
        desk.refused(1, "(conf_acl -watson.*,*), so nothing was changed", words);
        desk.lock("*");
        desk.refuse("Config.Set", "the disk is full");
        desk.type(
                1,
                List.of("the disk is full", "device d:ccmsim:mos:half\n", "--watson-replace"),
                words);
        assertEquals("false", desk.setting("watson.enable"));
    }

    @Test
    void thePageOfTheCloudNamesEveryOption() throws IOException {
        SetupDesk.inDocs("cloud-watson.md", new WatsonSetup().usage());
    }

    private static String token() {
        return "--watson-api-auth-token=" + cloud.apiToken();
    }

    private static String[] words(String[] first, String... more) {
        String[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return words(all);
    }

    private static String[] words(String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                SETUP,
                                "--watson-api-key=" + WatsonEmulator.API_KEY,
                                "--watson-host=localhost:" + cloud.server().port("mqtt"),
                                "--watson-ca-file=" + folder.resolve("ca.pem")));
        words.addAll(Arrays.asList(more));
        return words.toArray(String[]::new);
    }
}
