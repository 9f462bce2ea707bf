package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import ccm.sim.cloud.azure.AzureEmulator;
import ccm.sim.cloud.azure.Enrollment;
import ccm.sim.cloud.azure.HubAccess;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.setup.AzProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * {@code azure-iot-setup} as it is typed, for a gateway that runs and a hub that lets in only whom
 * it knows. The program az stands in for Azure's own: it changes the emulated hub for real.
 */
public class AzureSetupPeersIT {
    private static final String SETUP = "azure-iot-setup";
    private static final String HUB = "--azure-hub-name=ccm-hub";
    private static final String DEVICE = "ccm-setup-0001";
    private static final String BY_KEY = "--azure-device-id=by-key";
    private static final String SOMEBODY = "somebody-else";

    private static AzureEmulator hub;
    private static SetupDesk desk; // one for all: each test has a device of its own

    @BeforeClass
    public static void open() throws IOException {
        Path folder = Files.createTempDirectory("ccm-az");
        hub =
                AzureEmulator.start(
                        EmulatorOptions.in(Files.createDirectory(folder.resolve("hub")))
                                .device(SOMEBODY));
        desk =
                new SetupDesk(
                        folder,
                        "azure",
                        List.of(
                                "azure.server=localhost:" + hub.server().port(),
                                "azure.ca_cert=" + folder.resolve("hub/ca.pem"),
                                "azure.dps.host=localhost:" + hub.service().port(),
                                "azure.reconnect_timeout_min=0.2",
                                "azure.reconnect_timeout_max=0.5"));
    }

    @AfterClass
    public static void close() throws IOException {
        desk.close();
        hub.close();
    }

    @Test
    public void byACertificateFromNothingToTelemetry() throws Exception {
        az();
        String before = desk.state();
        desk.type(
                0,
                List.of(
                        "device ccm-setup-0001 in the hub ccm-hub, by az",
                        "set azure.host_name=ccm-hub.azure-devices.net",
                        "Nothing of this was done"),
                SETUP,
                HUB,
                "--dry-run");
        assertEquals(before, desk.state());
        assertFalse(hub.devices().contains(DEVICE));

        // the hub does not know it yet
        desk.type(
                1,
                List.of("is not connected after 1 s", "It keeps trying"),
                SETUP,
                HUB,
                "--azure-registered",
                "--wait=1");
        assertFalse(hub.devices().contains(DEVICE));

        SetupDesk.Typed done =
                desk.type(
                        0,
                        List.of(
                                "there already: files azure-ccm-setup-0001.crt.pem and .key.pem",
                                "made: device ccm-setup-0001 in the hub ccm-hub",
                                "azure: set up, saved and connected"),
                        SETUP,
                        HUB);
        assertFalse(done.all(), done.all().contains("PRIVATE"));
        assertEquals(64, hub.access(DEVICE).thumbprints().get(0).length());
        desk.publish("t/1", "hello");
        arrived("hello");

        desk.type(
                0, List.of("there already: device ccm-setup-0001 in the hub ccm-hub"), SETUP, HUB);
        // another gateway, whose certificate is another, does not get its place unasked
        desk.type(
                1,
                List.of("somebody-else: is in the hub ccm-hub already", "--azure-replace"),
                SETUP,
                HUB,
                "--azure-device-id=somebody-else");
        desk.type(
                0,
                List.of("another identity of device somebody-else", "connected"),
                SETUP,
                HUB,
                "--azure-device-id=somebody-else",
                "--azure-replace");
    }

    @Test
    public void byAKeyOrAServiceOrByHand() throws Exception {
        desk.without("az");
        desk.type(
                3,
                List.of(
                        "az: not found on this machine",
                        "az iot hub device-identity create --hub-name ccm-hub --device-id"
                                + " by-key --auth-method x509_thumbprint"
                                + " --primary-thumbprint ",
                        "ccm azure-iot-setup --port unix:",
                        "--azure-hub-name ccm-hub --azure-device-id by-key --azure-registered",
                        "to remove it: ccm rm azure-by-key.key.pem"),
                SETUP,
                HUB,
                BY_KEY);
        az();
        SetupDesk.Typed sas =
                desk.type(0, List.of("connected"), SETUP, HUB, BY_KEY, "--azure-auth-method=sas");
        String secret = hub.access("by-key").keys().get(0);
        assertFalse(sas.all(), sas.all().contains(secret));
        desk.publish("t/2", "by key");
        arrived("by key");

        hub.register("with-cs", HubAccess.byKeys());
        desk.input(hub.connectionString("with-cs") + "\n");
        desk.type(0, List.of("is the device with-cs of"), SETUP, "--azure-cs=-");

        String group = hub.provisionedSettings().get("azure.dps.group_key");
        SetupDesk.Typed dps =
                desk.type(
                        0,
                        List.of("azure.dps.id_scope=" + AzureEmulator.SCOPE, "connected"),
                        SETUP,
                        "--azure-dps-id-scope=" + AzureEmulator.SCOPE,
                        "--azure-dps-host=localhost:" + hub.service().port(),
                        "--azure-dps-registration-id=by-group",
                        "--azure-dps-group-key=" + group);
        assertFalse(dps.all(), dps.all().contains(group));
        assertTrue(hub.devices().contains("by-group"));

        Path own = Files.createTempDirectory("ccm-az-own");
        hub.certificate("by-key").write(own.resolve("crt.pem"), own.resolve("key.pem"));
        desk.type(
                0,
                List.of("another identity of device by-key", "connected"),
                SETUP,
                HUB,
                BY_KEY,
                "--azure-auth-method=x509_ca",
                "--azure-cert-file=" + own.resolve("crt.pem"),
                "--azure-key-file=" + own.resolve("key.pem"),
                "--azure-replace");
        assertTrue(hub.access("by-key").signed());
        everyOtherWay(own);
    }

    /** Whatever else may be typed ends at the hub as well. */
    private void everyOtherWay(Path own) throws Exception {
        String[] files = {
            "--azure-cert-file=" + own.resolve("crt.pem"),
            "--azure-key-file=" + own.resolve("key.pem")
        };
        desk.type(
                0,
                List.of("another identity of device by-key", "connected"),
                SETUP,
                HUB,
                BY_KEY,
                "--azure-auth-method=x509_thumbprint",
                "--azure-replace",
                files[0],
                files[1]);
        desk.type(
                0,
                List.of("set: azure.host_name=" + AzureEmulator.HOST, "connected"),
                SETUP,
                "--azure-hub-name=" + AzureEmulator.HOST,
                BY_KEY,
                "--azure-registered",
                files[0],
                files[1]);
        Path cs = Files.writeString(own.resolve("cs"), hub.connectionString("with-cs") + "\n");
        desk.type(0, List.of("connected"), SETUP, "--azure-cs=@" + cs);
        String key = HubAccess.newKey();
        hub.enroll("alone", Enrollment.individual(HubAccess.byKey(key)));
        service("--azure-dps-registration-id=alone", "--azure-dps-key=" + key);
        hub.enroll("by-key", Enrollment.individual(HubAccess.byAuthority()));
        service("--azure-dps-registration-id=by-key", files[0], files[1]);
    }

    private static void service(String... words) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                SETUP,
                                "--azure-dps-id-scope=" + AzureEmulator.SCOPE,
                                "--azure-dps-host=localhost:" + hub.service().port()));
        all.addAll(List.of(words));
        desk.type(0, List.of("connected"), all.toArray(String[]::new));
    }

    @Test
    public void badInputSaysWhatToDoAndChangesNoSetting() throws Exception {
        String before = desk.call("Config.Get", "{}").toString();
        desk.type(2, List.of("--azure-hub-name HUB is missing"), SETUP);
        desk.type(2, List.of("no name of a hub"), SETUP, "--azure-hub-name=a b");
        desk.type(2, List.of("one of them, not both"), SETUP, HUB, "--azure-cs=x");
        desk.type(
                2, List.of("x509_thumbprint, x509_ca, sas"), SETUP, HUB, "--azure-auth-method=tpm");
        desk.type(
                2,
                List.of("--azure-cert-file FILE and"),
                SETUP,
                HUB,
                "--azure-auth-method=x509_ca");
        desk.type(2, List.of("wants one of"), SETUP, "--azure-dps-id-scope=0ne1");
        SetupDesk.Typed cs =
                desk.type(
                        2,
                        List.of("DeviceId is missing"),
                        SETUP,
                        "--azure-cs=HostName=h;SharedAccessKey=c2VjcmV0");
        assertFalse(cs.all(), cs.all().contains("c2VjcmV0"));
        desk.type(
                2,
                List.of("the hub's and not a device's"),
                SETUP,
                "--azure-cs=HostName=h;SharedAccessKeyName=iothubowner;SharedAccessKey=c2Vj");
        desk.type(
                1,
                List.of("/nowhere.pem: cannot be read"),
                SETUP,
                HUB,
                "--azure-cert-file=/nowhere.pem",
                "--azure-key-file=/nowhere.key");
        desk.type(1, List.of("a hub takes up to 128"), SETUP, HUB, "--azure-device-id=a/b");

        az();
        desk.type(1, List.of("xyz: az knows no such hub"), SETUP, "--azure-hub-name=xyz");
        desk.program("az", "echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1");
        desk.type(3, List.of("Type az login", "by hand"), SETUP, HUB);
        desk.program("az", "echo \"ERROR: 'device-identity' is misspelled\" >&2; exit 2");
        desk.type(3, List.of("az extension add --name azure-iot"), SETUP, HUB);
        desk.program("az", "echo \"ERROR: (Unauthorized) code 401\" >&2; exit 1");
        desk.type(1, List.of("IoT Hub Registry Contributor"), SETUP, HUB);
        desk.program("az", "echo 'not json'");
        desk.type(1, List.of("answered with something else than JSON"), SETUP, HUB);
        assertEquals(before, desk.call("Config.Get", "{}").toString());

        SetupDesk.Typed nobody =
                desk.typeAsIs(List.of(SETUP, HUB, "--port=unix:///nowhere/ccm.sock"));
        assertEquals(nobody.all(), 1, nobody.status());
        assertTrue(nobody.all(), nobody.err().contains("/nowhere/ccm.sock"));
    }

    @Test
    public void theScriptKnowsAllOfThem() throws Exception {
        for (String word : List.of(SETUP, "gcp-iot-setup", "watson-iot-setup")) {
            CcmCommand.Result help = new CcmCommand().run("help", word);
            assertEquals(help.err(), 0, help.status());
            assertTrue(help.out(), help.out().contains("ccm " + word));
            assertTrue(help.out(), help.out().contains("--dry-run"));
        }
    }

    private static void arrived(String text) {
        eventually(
                () ->
                        assertTrue(
                                hub.telemetry(0).stream()
                                        .anyMatch(each -> each.text().equals(text))));
    }

    private void az() throws IOException {
        desk.program("az", AzProgram.script(hub.server().port("control")));
    }
}
