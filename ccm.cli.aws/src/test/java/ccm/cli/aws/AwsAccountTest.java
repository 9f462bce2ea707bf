package ccm.cli.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.line.FailedException;
import ccm.cli.setup.Certificates;
import ccm.cli.setup.DeviceKey;
import ccm.sim.cloud.aws.AwsEmulator;
import ccm.sim.cloud.server.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amazon's SDK against the emulated account, each of which is the witness of the other. */
class AwsAccountTest {
    private static final String OWNER = "arn:aws:iot:us-east-1:123456789012:";

    @TempDir static Path folder;
    private static Account account;

    @BeforeAll
    static void open() throws IOException {
        account = new Account(folder);
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @Test
    void makesWhatAThingNeedsAndFindsItAgain() throws Exception {
        try (AwsAccount aws = AwsAccount.open(account.login())) {
            assertEquals("localhost:" + account.cloud().server().port("mqtt"), aws.endpoint());
            assertEquals(Optional.empty(), aws.thing("a:b-1"));
            assertEquals(OWNER + "thing/a:b-1", aws.makeThing("a:b-1"));
            assertEquals(Optional.of(OWNER + "thing/a:b-1"), aws.thing("a:b-1"));

            String document = new ThingPolicy("a:b-1", "d", java.util.List.of()).document(OWNER);
            assertEquals(Optional.empty(), aws.policy("ccm-a:b-1"));
            aws.makePolicy("ccm-a:b-1", document);
            assertEquals(Optional.of(document), aws.policy("ccm-a:b-1"));

            AwsAccount.Signed made = aws.sign(DeviceKey.make().request("a:b-1"));
            assertEquals(
                    made.id(),
                    Certificates.fingerprint(Certificates.first(made.pem().getBytes()).get()));
            assertEquals(Optional.of(made.arn()), aws.active(made.id()));
            aws.attachPolicy("ccm-a:b-1", made.arn());
            aws.attachThing("a:b-1", made.arn());
            aws.attachPolicy("ccm-a:b-1", made.arn());

            account.cloud().revoke(made.id());
            assertEquals(Optional.empty(), aws.active(made.id()));
            assertEquals(Optional.empty(), aws.active("0".repeat(64)));
        }
    }

    @AfterEach
    void forgive() {
        account.cloud().refuse("GET endpoint", 0, "", 0);
        account.set("aws.accessKeyId", AwsEmulator.ACCESS_KEY);
        account.set("aws.secretAccessKey", AwsEmulator.SECRET_KEY);
    }

    @Test
    void aWrongKeyAndAWrongSecretAreToldApart() {
        account.set("aws.secretAccessKey", "wrong");
        assertFails("403 InvalidSignatureException", "access key or its secret is wrong");
        account.set("aws.accessKeyId", "AKIAWRONG");
        assertFails("403 UnrecognizedClientException", "access key or its secret is wrong");
    }

    @ParameterizedTest
    @CsvSource({
        "403,AccessDeniedException,needs iot:DescribeEndpoint in IAM",
        "403,ExpiredTokenException,Log in again",
        "410,LimitExceededException,quota",
        "503,ServiceUnavailableException,later"
    })
    void eachRefusalSaysWhatHelps(int status, String type, String remedy) {
        account.cloud().refuse("GET endpoint", status, type, 100);
        assertFails(status + " " + type, remedy);
    }

    @Test
    void throttlingIsWaitedForAndThenTold() throws Exception {
        account.cloud().refuse("GET endpoint", 429, "ThrottlingException", 1);
        try (AwsAccount aws = AwsAccount.open(account.login())) {
            assertTrue(aws.endpoint().startsWith("localhost:"));
        }
        account.cloud().refuse("GET endpoint", 429, "ThrottlingException", 100);
        assertFails("429 ThrottlingException", "Wait a minute");
    }

    @Test
    void whoCannotBeReachedIsNamed() throws Exception {
        assertUnreachable("https://localhost:1", "refused");
        assertUnreachable("https://nowhere.invalid", "cannot be resolved");
        Path other = Files.createDirectory(folder.resolve("other"));
        Authority.in(other, "Somebody else");
        Wishes.Login login =
                new Wishes.Login(
                        Optional.of("us-east-1"),
                        Optional.empty(),
                        Optional.of(account.url()),
                        Optional.of(other.resolve("ca.pem")));
        try (AwsAccount aws = AwsAccount.open(login)) {
            String text = assertThrows(FailedException.class, aws::endpoint).getMessage();
            assertTrue(text.contains("--aws-ca-bundle FILE"), text);
        }
    }

    @Test
    void withoutCredentialsRegionOrUrlItSaysWhatToType() {
        assertDoesNotOpen(account.login("no url"), "--aws-endpoint-url no url: no URL");
        account.clear("aws.accessKeyId");
        assertDoesNotOpen(account.login(), "aws configure, or set AWS_ACCESS_KEY_ID");
        account.clear("aws.region");
        Wishes.Login nowhere =
                new Wishes.Login(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        assertDoesNotOpen(nowhere, "--aws-iot-region REGION");
    }

    private void assertUnreachable(String url, String why) throws FailedException {
        try (AwsAccount aws = AwsAccount.open(account.login(url))) {
            String text = assertThrows(FailedException.class, aws::endpoint).getMessage();
            assertTrue(text.startsWith(url) && text.contains(why), text);
        }
    }

    private static void assertDoesNotOpen(Wishes.Login login, String part) {
        String text =
                assertThrows(FailedException.class, () -> AwsAccount.open(login)).getMessage();
        assertTrue(text.contains(part), text);
    }

    private void assertFails(String... parts) {
        String text =
                assertThrows(
                                FailedException.class,
                                () -> {
                                    try (AwsAccount aws = AwsAccount.open(account.login())) {
                                        aws.endpoint();
                                    }
                                })
                        .getMessage();
        for (String part : parts) {
            assertTrue(text.contains(part), text);
        }
    }
}
