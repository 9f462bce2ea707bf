package ccm.cli.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.line.FailedException;
import ccm.sim.cloud.azure.AzureEmulator;
import ccm.sim.cloud.azure.HubAccess;
import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.Credential;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.setup.AzProgram;
import ccm.testing.setup.SetupDesk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/** The command as it is typed, an emulated hub, and a program az that changes it. */
class AzureSetupTest {
    private static final String SETUP = "azure-iot-setup";
    private static final String HUB = "--azure-hub-name=ccm-hub";
    private static final String SCOPE = "--azure-dps-id-scope=" + AzureEmulator.SCOPE;
    private static final String KEY = "c2VjcmV0IG9mIG5vYm9keQ==";
    private static final String SETTINGS =
            """
            {"azure":{"enable":false,"cs":"","host_name":"","device_id":"","cert":"","key":"",
             "dps":{"id_scope":"","host":"","registration_id":"","key":"","group_key":""}},
             "mqtt":{"enable":false},"rpc":{"mqtt":{"enable":true}}}""";

    @TempDir static Path folder;
    private static AzureEmulator hub;

    private SetupDesk desk;

    @BeforeAll
    static void start() throws IOException {
        hub = AzureEmulator.start(EmulatorOptions.in(folder).device("somebody-else"));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @BeforeEach
    void open() throws IOException {
        desk = new SetupDesk("azure", SETTINGS);
        desk.program("az", AzProgram.script(hub.server().port("control")));
    }

    @AfterEach
    void close() throws IOException {
        hub.delete("ccm-desk-1");
        desk.close();
    }

    @Test
    void aCertificateIsMadeAndKnownInTheHub() {
        String said =
                desk.type(
                        0,
                        List.of(
                                "made: device ccm-desk-1 in the hub ccm-hub",
                                "set: rpc.mqtt.enable=false",
                                "azure: set up, saved and connected"),
                        SETUP,
                        HUB,
                        "--azure-auth-method=x509_thumbprint");
        assertFalse(said.contains("PRIVATE"), said);
        assertEquals("ccm-hub.azure-devices.net", desk.setting("azure.host_name"));
        assertEquals("azure-ccm-desk-1.key.pem", desk.setting("azure.key"));
        assertEquals(64, hub.access("ccm-desk-1").thumbprints().get(0).length());
        desk.type(0, List.of("there already: device ccm-desk-1"), SETUP, HUB, "--json");
        desk.type(0, List.of("host_name=hub7.example.com"), hostName("--azure-registered"));
        desk.type(
                0,
                List.of("ccm call Cloud.Status --port unix://"),
                hostName("--azure-registered", "--wait=0"));
    }

    private static String[] hostName(String... more) {
        String[] words = Arrays.copyOf(more, more.length + 2);
        words[more.length] = SETUP;
        words[more.length + 1] = "--azure-hub-name=hub7.example.com";
        return words;
    }

    @Test
    void ownFilesGoToTheGatewayAsTheyAre() throws IOException {
        Credential own = hub.certificate("by-files");
        String[] files = write(own, "own");
        desk.type(
                0,
                List.of("made: device by-files"),
                words(files, HUB, "--azure-device-id=by-files"));
        assertTrue(desk.state().contains(own.certificatePem().strip()), desk.state());
        assertTrue(
                hub.access("by-files")
                        .thumbprints()
                        .contains(Credential.fingerprint(own.certificate())));

        desk.refused(
                1,
                "--azure-cert-file: is for CN=by-files, but the device is ccm-desk-1",
                words(files, HUB, "--azure-auth-method=x509_ca"));
        desk.type(
                0,
                List.of("another identity of device by-files"),
                words(
                        files,
                        HUB,
                        "--azure-auth-method=x509_ca",
                        "--azure-device-id=by-files",
                        "--azure-replace"));
        assertTrue(hub.access("by-files").signed());

        desk.refused(1, "but the registration is ccm-desk-1", words(files, SCOPE));
        desk.type(
                0,
                List.of("azure.dps.registration_id=by-files", "azure.cert=azure-by-files.crt.pem"),
                words(files, SCOPE, "--azure-dps-registration-id=by-files"));
    }

    @Test
    void secretsAreTypedReadOrAskedForAndNeverShown() throws IOException {
        hub.register("with-cs", HubAccess.byKey(KEY));
        String cs = hub.connectionString("with-cs");
        String file = desk.file("cs.txt", cs + "\nanother line\n");
        assertSecret("azure.cs", cs, "--azure-cs=" + cs);
        assertSecret("azure.cs", cs, "--azure-cs=@" + file);
        desk.input(cs + "\n");
        assertSecret("azure.cs", cs, "--azure-cs=-");
        assertSecret("azure.dps.key", KEY, SCOPE, "--azure-dps-key=" + KEY);
        desk.input(KEY);
        assertSecret("azure.dps.group_key", KEY, SCOPE, "--azure-dps-group-key=-");
        assertEquals("", desk.setting("azure.dps.key"));
        assertEquals("global.azure-devices-provisioning.net", desk.setting("azure.dps.host"));
    }

    private void assertSecret(String path, String secret, String... words) {
        String said = desk.type(0, List.of("set: " + path + "=********"), words(words));
        assertFalse(said.contains(KEY), said);
        assertEquals(secret, desk.setting(path));
    }

    @Test
    void aDryRunChangesNothingForPeopleAndPrograms() {
        desk.noPrograms();
        desk.refused(0, "Nothing of this was done", SETUP, HUB, "--dry-run");
        desk.refused(0, "azure.cs=********", SETUP, HUB, "--azure-auth-method=sas", "--dry-run");
        desk.refused(
                0,
                "{\"cloud\":\"azure\",\"done\":false,\"steps\":[\"file azure-ccm-desk-1.key.pem",
                SETUP,
                HUB,
                "--dry-run",
                "--json");
        assertFalse(hub.devices().contains("ccm-desk-1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2|--wait=0|--azure-hub-name HUB is missing",
                "2|--azure-hub-name=a_b|--azure-hub-name a_b: no name of a hub",
                "2|--azure-hub-name=hub --azure-cs=x|one of them, not both",
                "2|--azure-hub-name=hub --azure-auth-method=tpm|--azure-auth-method tpm: there is",
                "2|--azure-hub-name=hub --azure-auth-method=x509_ca|--azure-cert-file FILE and",
                "2|--azure-hub-name=hub --azure-cert-file=x|both or neither",
                "2|--azure-hub-name=hub --azure-registered --azure-replace|Leave one of them out",
                "2|--azure-hub-name=hub --azure-registered --azure-auth-method=sas|--azure-cs -",
                "2|--azure-hub-name=hub --azure-dps-key=x|goes with --azure-dps-id-scope, not",
                "2|--azure-cs=x --azure-device-id=y|--azure-device-id: goes with --azure-hub-name",
                "1|--azure-cs=@/nowhere|--azure-cs @/nowhere: cannot be read",
                "2|--azure-cs=-|--azure-cs: is empty",
                "2|--azure-cs=HostName=h;SharedAccessKey=eA==|DeviceId is missing",
                "2|--azure-cs=HostName=h;DeviceId=d;SharedAccessKey=*|is not Base64",
                "2|--azure-cs=SharedAccessKeyName=o;HostName=h|the hub's and not a device's",
                "2|--azure-dps-id-scope=0ne1|wants one of",
                "2|--azure-dps-id-scope=a_b --azure-dps-key=eA==|--azure-dps-id-scope a_b: the portal",
                "2|--azure-dps-id-scope=0ne1 --azure-dps-key=x|--azure-dps-key: is not Base64",
                "2|--azure-dps-id-scope=0ne1 --azure-dps-key=eA== --azure-dps-host=https://h|not HOST",
                "2|--azure-dps-id-scope=0 --azure-dps-key=eA== --azure-dps-host=h:70000|not HOST or",
                "1|--azure-dps-id-scope=0 --azure-dps-key=eA== --azure-dps-registration-id=/|up to 128",
                "1|--azure-hub-name=hub --azure-device-id=a/b|--azure-device-id a/b: a hub takes",
                "2|--azure-hub-name=hub word|word: too much",
                "2|--azure-hub-name=hub --wait=-1|--wait -1: not a whole number from 0 to 3600",
            })
    void whatIsTypedWronglyIsSaidWithTheWayOut(int status, String typed, String said) {
        String before = desk.state();
        String text = desk.type(status, List.of(said), (SETUP + " " + typed).split(" "));
        assertFalse(text.contains("eA=="), text);
        assertEquals(before, desk.state());
    }

    @Test
    void filesThatCannotBeUsedAreNamedWithTheirOption() throws IOException {
        Authority authority = Authority.create("Somebody");
        String[] files = write(authority.client("a"), "a");
        String[] others = write(authority.client("b"), "b");
        Instant then = Instant.parse("2020-01-01T00:00:00Z");
        String[] old = write(authority.client("a", then, then.plusSeconds(60)), "old");
        String text = desk.file("text", "nothing");
        wrongFiles(files[0], others[1], "b.key: is not the key of the certificate");
        wrongFiles(
                old[0], old[1], "--azure-cert-file " + desk.folder() + "/old.crt: is valid from");
        wrongFiles(files[0], "--azure-key-file=" + text, "text: holds no private key");
        wrongFiles("--azure-cert-file=" + text, files[1], "text: holds no certificate");
        wrongFiles("--azure-cert-file=/nowhere", files[1], "--azure-cert-file /nowhere: cannot be");
        wrongFiles("--azure-cert-file=/", files[1], "--azure-cert-file /: cannot be read");
    }

    private void wrongFiles(String certificate, String key, String said) {
        desk.refused(1, said, SETUP, HUB, certificate, key);
    }

    @Test
    void whoIsThereAlreadyKeepsItsPlaceUnlessToldOtherwise() {
        hub.register("taken", HubAccess.byKeys());
        String device = "--azure-device-id=taken";
        desk.type(
                1,
                List.of(
                        "taken: is in the hub ccm-hub already, with another identity",
                        "--azure-device-id ID",
                        "Exists since this run:",
                        "ccm rm azure-taken.key.pem --port unix://",
                        "The gateway's settings are as they were"),
                SETUP,
                HUB,
                device);
        assertEquals("false", desk.setting("azure.enable"));
        desk.type(
                0,
                List.of("another identity of device taken"),
                SETUP,
                HUB,
                device,
                "--azure-replace");
        assertEquals(List.of(), hub.access("taken").keys());
    }

    @Test
    void withoutAzItSaysWhatToTypeThereAndThenHere() throws IOException {
        desk.noPrograms();
        desk.type(
                3,
                List.of(
                        "az: not found on this machine",
                        "az iot hub device-identity create --hub-name ccm-hub --device-id ccm-desk-1"
                                + " --auth-method x509_thumbprint --primary-thumbprint ",
                        "ccm azure-iot-setup --port unix://",
                        "--rpc-creds joe --azure-hub-name ccm-hub --azure-registered"),
                SETUP,
                HUB,
                "--rpc-creds=joe:secret");
        String[] files = write(hub.certificate("ccm-desk-1"), "of mine");
        desk.type(
                3,
                List.of("--auth-method x509_ca\n", "of mine.crt' --azure-key-file '"),
                words(files, HUB, "--azure-auth-method=x509_ca"));
        desk.type(
                3,
                List.of("device-identity connection-string show --hub-name", "--azure-cs -"),
                SETUP,
                HUB,
                "--azure-auth-method=sas");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3|echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1|Type az login",
                "3|echo \"ERROR: 'device-identity' is misspelled\" >&2; exit 2|az extension add",
                "1|echo 'ERROR: (AuthorizationFailed) no' >&2; exit 1|IoT Hub Registry Contributor",
                "1|echo 'ERROR: it said 401.' >&2; exit 1|IoT Hub Registry Contributor",
                "1|echo 'ERROR: pump-0401-404 is odd' >&2; exit 1|was not changed. az said: ERROR",
                "1|echo 'ERROR: No IoT Hub found: ccm-hub' >&2; exit 1|az iot hub list -o table",
                "1|echo 'Max retries exceeded' >&2; exit 1|az said: Max retries exceeded",
                "1|exit 7|az said: it ended with status 7",
                "1|echo no json|answered with something else than JSON",
            })
    void whatAzRefusesIsTold(int status, String script, String said) throws IOException {
        desk.program("az", script);
        desk.type(status, List.of(said, "The gateway's settings are as they were"), SETUP, HUB);
        assertEquals("false", desk.setting("azure.enable"));
    }

    @Test
    void anAzThatHangsIsStopped() throws Exception {
        desk.program("az", "sleep 60");
        Az az = Az.find(desk.folder().resolve("bin") + ":/bin").orElseThrow();
        FailedException failure =
                assertThrows(
                        FailedException.class,
                        () -> az.within(Duration.ofMillis(200)).ask(List.of("x")));
        assertTrue(
                failure.getMessage().contains("/bin/az: did not end within"), failure::getMessage);
    }

    @Test
    void whatTheGatewayRefusesIsToldWithWhatExistsByThen() {
        desk.lock("-azure.*,*");
        desk.refused(
                1, "locked by layer 5 (conf_acl -azure.*,*), so nothing was changed", SETUP, HUB);
        desk.lock("*");
        desk.refuse("FS.Put", "the disk is full");
        desk.refused(1, "the disk is full", SETUP, HUB);
        desk.refuse("Config.Set", "the disk is full");
        desk.type(
                1,
                List.of(
                        "the disk is full",
                        "az iot hub device-identity delete --hub-name ccm-hub --device-id ccm-desk-1"),
                SETUP,
                HUB);
        desk.trouble("the hub does not know it");
        desk.type(
                1,
                List.of(
                        "not connected after 1 s: the hub does not know it",
                        "ccm config-rollback N --port unix://"),
                SETUP,
                HUB,
                "--wait=1");
        desk.set("device.id", "ccm ü");
        desk.refused(1, "device.id ccm ü: a hub takes", SETUP, HUB);
    }

    @Test
    void thePageOfTheCloudNamesEveryOption() throws IOException {
        SetupDesk.inDocs("cloud-azure.md", new AzureSetup().usage());
    }

    /** Both options for a certificate and key in files of that name. */
    private String[] write(Credential own, String name) throws IOException {
        Path certificate = desk.folder().resolve(name + ".crt");
        Path key = desk.folder().resolve(name + ".key");
        own.write(certificate, key);
        return new String[] {"--azure-cert-file=" + certificate, "--azure-key-file=" + key};
    }

    private static String[] words(String[] first, String... more) {
        String[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return words(all);
    }

    private static String[] words(String... more) {
        String[] all = new String[more.length + 1];
        all[0] = SETUP;
        System.arraycopy(more, 0, all, 1, more.length);
        return all;
    }
}
