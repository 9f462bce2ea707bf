package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import ccm.itest.CcmCommand.Result;
import ccm.sim.cloud.aws.AwsEmulator;
import ccm.sim.cloud.mdash.MdashEmulator;
import ccm.sim.cloud.server.Credential;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Mosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The setup commands as they are typed, against emulated accounts and gateways as they ship. */
public class SetupPeersIT {
    @ClassRule public static final TemporaryFolder CLOUD = new TemporaryFolder();

    private static final CcmCommand CCM = new CcmCommand();
    private static AwsEmulator aws;

    @Rule public final TemporaryFolder folder = new TemporaryFolder();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeClass
    public static void startCloud() throws IOException {
        aws = AwsEmulator.start(EmulatorOptions.in(CLOUD.newFolder("aws").toPath()));
    }

    @AfterClass
    public static void stopCloud() {
        aws.close();
    }

    @Before
    public void logIn() {
        environment.put("AWS_ACCESS_KEY_ID", AwsEmulator.ACCESS_KEY);
        environment.put("AWS_SECRET_ACCESS_KEY", AwsEmulator.SECRET_KEY);
        environment.put("AWS_CONFIG_FILE", "/nowhere");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", "/nowhere");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_ENDPOINT_URL_IOT", "https://localhost:" + aws.server().port("api"));
        environment.put("AWS_CA_BUNDLE", authority());
    }

    @Test
    public void aGatewayBecomesAThingWithOneCommandTypedTwice() throws Exception {
        try (GatewayProcess gateway = gateway("aws", "it_first")) {
            Result dry = setup("--aws-iot-region", "us-east-1", "--dry-run");
            assertEquals(dry.err(), 0, dry.status());
            assertTrue(dry.out(), dry.out().contains("set aws.thing_name=it_first\n"));
            assertUntouched("it_first");

            Result first = setup("--aws-iot-region", "us-east-1");
            assertEquals(first.err(), 0, first.status());
            assertTrue(first.out(), first.out().startsWith("aws: set up, saved and connected\n"));
            assertTrue(first.err(), first.err().contains("made: thing it_first\n"));
            assertTrue(first.err(), first.err().contains("made: policy ccm-it_first\n"));
            Path key = data().resolve("files/aws-it_first.key.pem");
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
            String secret = Files.readString(key).lines().skip(1).findFirst().orElseThrow();
            assertFalse((first.out() + first.err()).contains(secret));

            Result call =
                    ccm(
                            "call",
                            "MQTT.Pub",
                            "{\"topic\":\"it_first/t\",\"message\":\"up\",\"qos\":1}");
            assertEquals(call.err(), 0, call.status());
            eventually(
                    () ->
                            assertTrue(
                                    aws.server().journal().since(0).stream()
                                            .anyMatch(each -> each.what().equals("it_first/t"))));

            Result second = setup("--aws-region=us-east-1", "--json");
            assertEquals(second.err(), 0, second.status());
            assertTrue(second.out(), second.out().startsWith("{\"cloud\":\"aws\",\"ready\":true,"));
            assertFalse(second.err(), second.err().contains("made:"));
            assertEquals(3, files().size());

            String certificate = second.err().replaceAll("(?s).*certificate (\\w{64}) .*", "$1");
            aws.revoke(certificate);
            Result third = setup("--aws-iot-region", "us-east-1");
            assertEquals(third.err(), 0, third.status());
            assertTrue(third.err(), third.err().contains(certificate + " in aws-it_first.crt.pem"));
            assertTrue(files().toString(), files().contains("aws-it_first-2.key.pem"));
            assertEquals(5, files().size());
            assertEquals("aws-it_first-2.crt.pem\n", ccm("config-get", "aws.cert").out());
            everythingMayBeNamed();
            assertTrue(gateway.alive());
        }
    }

    /** The same gateway becomes another thing, with names and topics that were typed. */
    private void everythingMayBeNamed() throws Exception {
        environment.keySet().removeIf(name -> name.startsWith("AWS_"));
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        Path profile = folder.newFile().toPath();
        Files.writeString(
                profile,
                "[of-mine]\naws_access_key_id="
                        + AwsEmulator.ACCESS_KEY
                        + "\naws_secret_access_key="
                        + AwsEmulator.SECRET_KEY
                        + "\n");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", profile.toString());
        String[] login = {
            "--aws-region=us-east-1",
            "--aws-profile=of-mine",
            "--aws-endpoint-url=https://localhost:" + aws.server().port("api"),
            "--aws-ca-bundle=" + authority(),
            "--aws-mqtt-server=localhost:" + aws.server().port("mqtt")
        };
        List<String> named = new ArrayList<>(List.of(login));
        named.addAll(List.of("--aws-iot-thing=it:pump", "--aws-iot-policy=it-pumps"));
        named.addAll(List.of("--aws-topics=plant/#", "--cert-cn=Pump7"));
        Result first = setup(named.toArray(String[]::new));
        assertEquals(first.err(), 0, first.status());
        assertTrue(first.err(), first.err().contains("set: aws.key=aws-Pump7.key.pem\n"));
        ccm("call", "MQTT.Pub", "{\"topic\":\"plant/1\",\"message\":\"up\",\"qos\":1}");
        eventually(
                () ->
                        assertTrue(
                                aws.server().journal().since(0).stream()
                                        .anyMatch(each -> each.what().equals("plant/1"))));

        Credential own = aws.thing("it_own");
        own.write(profile.resolveSibling("own.crt"), profile.resolveSibling("own.key"));
        List<String> files = new ArrayList<>(List.of(login));
        files.add("--aws-iot-thing=it_own");
        files.add("--aws-cert-file=" + profile.resolveSibling("own.crt"));
        files.add("--aws-key-file=" + profile.resolveSibling("own.key"));
        Result second = setup(files.toArray(String[]::new));
        assertEquals(second.err(), 0, second.status());
        assertTrue(second.err(), second.err().contains("set: aws.cert=aws-it_own.crt.pem\n"));
    }

    @Test
    public void whatAwsRefusesLeavesTheGatewayAsItWas() throws Exception {
        try (GatewayProcess gateway = gateway("aws", "it_bad")) {
            String key = environment.remove("AWS_SECRET_ACCESS_KEY");
            assertFails(setup("--aws-iot-region", "us-east-1"), 1, "Type: aws configure");
            environment.put("AWS_SECRET_ACCESS_KEY", key);
            assertUntouched("it_bad");

            aws.refuse("POST policies", 403, "AccessDeniedException", 1);
            Result refused = setup("--aws-iot-region", "us-east-1");
            assertFails(
                    refused,
                    1,
                    "iot:CreatePolicy: AWS answers 403 AccessDeniedException",
                    "aws iot delete-thing --thing-name it_bad",
                    "The gateway's settings are as they were");
            assertTrue(aws.has("it_bad"));
            assertEquals(List.of(), files());
            assertEquals("false\n", ccm("config-get", "aws.enable").out());

            Result resumed = setup("--aws-iot-region", "us-east-1");
            assertEquals(resumed.err(), 0, resumed.status());
            assertTrue(resumed.err(), resumed.err().contains("there already: thing it_bad\n"));
            assertTrue(gateway.alive());
        }
    }

    @Test
    public void whatAVendorHasLockedStopsItBeforeAnythingIsMade() throws Exception {
        Path layer = Files.createDirectories(data().resolve("config")).resolve("conf5.json");
        Files.writeString(layer, "{\"conf_acl\":\"-aws.*,*\"}");
        try (GatewayProcess gateway = gateway("aws", "it_locked")) {
            Result locked = setup("--aws-iot-region", "us-east-1");
            assertFails(locked, 1, "locked by", "conf_acl -aws.*,*", "nothing was changed");
            assertUntouched("it_locked");
            assertFails(ccm("mdash-setup", "x"), 1, "lacks this cloud");
            assertTrue(gateway.alive());
        }
    }

    @Test
    public void mdashTakesItsToken() throws Exception {
        try (MdashEmulator cloud =
                        MdashEmulator.start(
                                EmulatorOptions.in(folder.newFolder("mdash").toPath()));
                GatewayProcess gateway =
                        gateway(
                                "mdash",
                                "ccm-0001",
                                "dash.server=" + cloud.address(),
                                "dash.ssl_ca_cert=" + cloud.settings().get("dash.ssl_ca_cert"))) {
            Result wrong = ccm("mdash-setup", "WRONG", "--wait", "2");
            assertFails(wrong, 1, "not connected after 2 s", "dash.token");
            Result right = CCM.runWith(cloud.token(), "--data", data().toString(), "mdash-setup");
            assertEquals(right.err(), 0, right.status());
            assertFalse((right.out() + right.err()).contains(cloud.token()));
            eventually(() -> assertTrue(cloud.online()));

            // the same as it was typed before there was a command
            Result plain = ccm("config-set", "dash.enable=true", "dash.token=" + cloud.token());
            assertEquals(plain.err(), 0, plain.status());
            eventually(() -> assertTrue(cloud.online()));
            assertTrue(gateway.alive());
        }
    }

    @Test
    public void aBrokerOfOnesOwnTakesTwoSettings() throws Exception {
        try (Mosquitto broker = Mosquitto.plain();
                GatewayProcess gateway = gateway("mqtt", "it_own");
                Messages messages = new Messages(broker.port(), "t1")) {
            Result set =
                    ccm("config-set", "mqtt.enable=true", "mqtt.server=127.0.0.1:" + broker.port());
            assertEquals(set.err(), 0, set.status());
            Result published =
                    ccm("call", "MQTT.Pub", "{\"topic\":\"t1\",\"message\":\"up\",\"qos\":1}");
            assertEquals(published.err(), 0, published.status());
            assertEquals(List.of("t1 up"), messages.await(1));
            assertTrue(gateway.alive());
        }
    }

    private GatewayProcess gateway(String sku, String id, String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("device.id=" + id);
        return new GatewayProcess(sku, data(), all.toArray(String[]::new)).startReady();
    }

    private Result setup(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("aws-iot-setup"));
        all.addAll(List.of("--aws-ca-cert-file", authority()));
        all.addAll(List.of(words));
        return ccm(all.toArray(String[]::new));
    }

    private Result ccm(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--data", data().toString()));
        all.addAll(List.of(words));
        return CCM.run(environment, all.toArray(String[]::new));
    }

    private void assertUntouched(String thing) throws IOException {
        assertFalse(aws.has(thing));
        assertTrue(aws.policy("ccm-" + thing).isEmpty());
        assertEquals(List.of(), files());
    }

    private static void assertFails(Result result, int status, String... parts) {
        assertEquals(result.err(), status, result.status());
        for (String part : parts) {
            assertTrue(result.err(), result.err().contains(part));
        }
    }

    private List<String> files() throws IOException {
        Path files = data().resolve("files");
        if (!Files.isDirectory(files)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(files)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private Path data() {
        return folder.getRoot().toPath().resolve("data");
    }

    private static String authority() {
        return CLOUD.getRoot().toPath().resolve("aws/ca.pem").toString();
    }
}
