package ccm.cli.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.setup.Certificates;
import ccm.sim.cloud.aws.AwsEmulator;
import ccm.sim.cloud.server.Credential;
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

/** What each option comes to, at the emulated account and at a small gateway. */
class AwsOptionsTest {
    private static final String SETTINGS =
            """
            {"aws":{"enable":false,"server":"","thing_name":"","cert":"","key":"","ca_cert":""}}""";

    @TempDir static Path folder;
    private static Account account;

    private SetupDesk desk;

    @BeforeAll
    static void start() throws IOException {
        account = new Account(folder);
    }

    @AfterAll
    static void stop() {
        account.close();
    }

    @BeforeEach
    void open() throws IOException {
        desk = new SetupDesk("aws", SETTINGS);
    }

    @AfterEach
    void close() throws IOException {
        account.set("aws.accessKeyId", AwsEmulator.ACCESS_KEY);
        account.set("aws.secretAccessKey", AwsEmulator.SECRET_KEY);
        desk.close();
    }

    @Test
    void thingPolicyTopicsAndNamesAreThoseThatWereTyped() throws Exception {
        String[] typed = {
            "--aws-iot-thing=pump:1",
            "--aws-iot-policy=of-pumps",
            "--aws-topics=t1,a/+/b",
            "--aws-topics=c/#",
            "--cert-cn=Pump-of-hall-7",
            "--aws-mqtt-server=broker.example.com:443"
        };
        desk.refused(0, "use $aws/things/pump:1/#, ", words(typed, "--dry-run"));
        desk.refused(0, "{\"cloud\":\"aws\",\"done\":false,", words(typed, "--dry-run", "--json"));
        assertFalse(account.cloud().has("pump:1"));

        desk.type(0, List.of("made: policy of-pumps", "connected"), words(typed));
        assertTrue(account.cloud().has("pump:1"));
        String policy = account.cloud().policy("of-pumps").orElseThrow().toString();
        for (String each : List.of("topic/t1\"", "topic/a/*/b\"", "topicfilter/c/*\"")) {
            assertTrue(policy.contains(each), policy);
        }
        assertEquals("pump:1", desk.setting("aws.thing_name"));
        assertEquals("broker.example.com:443", desk.setting("aws.server"));
        assertEquals("aws-Pump-of-hall-7.crt.pem", desk.setting("aws.cert"));
        assertTrue(desk.state().contains("CN: Pump-of-hall-7\n"), desk.state());

        desk.type(
                0,
                List.of("there already: policy of-pumps", "is left as it is"),
                words("--aws-iot-thing=pump:1", "--aws-iot-policy=of-pumps", "--aws-topics=other"));
    }

    @Test
    void ownFilesAreUsedAndTheServersAuthorityTakenOver() throws IOException {
        Credential own = account.cloud().thing("by-files");
        own.write(desk.folder().resolve("own.crt"), desk.folder().resolve("own.key"));
        String[] files = {
            "--aws-cert-file=" + desk.folder().resolve("own.crt"),
            "--aws-key-file=" + desk.folder().resolve("own.key")
        };
        desk.type(
                0,
                List.of("there already: certificate ", "set: aws.cert=aws-by-files.crt.pem"),
                words(
                        files,
                        "--aws-iot-thing=by-files",
                        "--aws-ca-cert-file=" + account.authority()));
        assertTrue(desk.state().contains(own.certificatePem().strip()), desk.state());
        assertEquals("aws-ca.pem", desk.setting("aws.ca_cert"));

        account.cloud().revoke(Certificates.fingerprint(own.certificate()));
        desk.refused(
                1,
                "the account has none like it that is active. Register it",
                words(files, "--aws-iot-thing=by-files"));
    }

    @Test
    void whoLogsInIsSaidByAProfile() throws IOException {
        account.clear("aws.accessKeyId");
        account.clear("aws.secretAccessKey");
        account.set(
                "aws.sharedCredentialsFile",
                desk.file(
                        "credentials",
                        "[of-mine]\naws_access_key_id="
                                + AwsEmulator.ACCESS_KEY
                                + "\naws_secret_access_key="
                                + AwsEmulator.SECRET_KEY
                                + "\n"));
        desk.type(0, List.of("connected"), words("--aws-profile=of-mine"));
        desk.refused(
                1,
                "no credentials of AWS in the profile of-others. Type: aws configure --profile",
                words("--aws-profile=of-others"));
    }

    @Test
    void theAccountsInterfaceIsTrustedByABundle() throws IOException {
        String[] words = {
            "aws-iot-setup", "--aws-region=us-east-1", "--aws-endpoint-url=" + account.url()
        };
        desk.refused(1, "--aws-ca-bundle FILE", words);
        desk.variable("AWS_CA_BUNDLE", "/nowhere");
        desk.refused(1, "AWS_CA_BUNDLE /nowhere: cannot be read: no such file", words);
        desk.variable("AWS_CA_BUNDLE", account.authority().toString());
        desk.type(0, List.of("connected"), words);
    }

    @Test
    void whatTheGatewayRefusesIsToldWithWhatExistsByThen() {
        desk.lock("-aws.*,*");
        desk.refused(1, "(conf_acl -aws.*,*), so nothing was changed", words());
        desk.lock("*");
        desk.refuse("Config.Set", "the disk is full");
        desk.type(
                1,
                List.of(
                        "the disk is full",
                        "aws iot delete-thing --thing-name ccm-desk-2",
                        "ccm rm aws-ccm-desk-2.key.pem --port unix://"),
                words("--aws-iot-thing=ccm-desk-2"));
        desk.set("device.id", "a.b");
        desk.refused(1, "device.id a.b: AWS takes up to 128 letters", words());
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
                                "aws-iot-setup",
                                "--aws-iot-region=us-east-1",
                                "--aws-endpoint-url=" + account.url(),
                                "--aws-ca-bundle=" + account.authority()));
        words.addAll(Arrays.asList(more));
        return words.toArray(String[]::new);
    }
}
