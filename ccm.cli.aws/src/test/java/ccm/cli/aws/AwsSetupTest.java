package ccm.cli.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.Main;
import ccm.cli.line.Terminal;
import ccm.sim.cloud.server.Authority;
import ccm.testing.setup.SetupDesk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as it is typed; the suite of the products has gateways for it. */
class AwsSetupTest {
    @TempDir Path folder;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--aws-enable-greengrass|not supported",
                "--use-atca|not supported",
                "--aws-iot-thing=a/b|up to 128 letters",
                "--aws-iot-thing=-|not supported",
                "--aws-iot-policy=ä|up to 128 letters",
                "--aws-iot-region=Ireland|--aws-iot-region Ireland: no region of AWS",
                "--aws-topics=a/#/b|--aws-topics \"a/#/b\": no filter of MQTT",
                "--aws-topics=a+|--aws-topics \"a+\": no filter of MQTT",
                "--aws-topics=a/*|--aws-topics \"a/*\": no filter of MQTT",
                "--aws-topics=a,|--aws-topics \"\": no filter of MQTT",
                "--cert-cn=a/b|--cert-cn a/b: take up to 64",
                "--aws-mqtt-server=https://x|not HOST or HOST:PORT",
                "--aws-mqtt-server=x:65536|--aws-mqtt-server x:65536: not HOST or HOST:PORT",
                "--aws-cert-file=x|both or neither",
                "--wait=x|not a whole number",
                "word|too much",
            })
    void whatIsTypedWronglyIsSaidAtOnce(String word, String part) {
        assertEquals(2, run("aws-iot-setup", word));
        assertSaid(part);
    }

    @Test
    void filesThatDoNotFitAreNamed() throws Exception {
        Authority authority = Authority.in(folder, "Somebody");
        Path certificate = folder.resolve("a.pem");
        authority.client("a").write(certificate, folder.resolve("a.key"));
        authority.client("b").write(folder.resolve("b.pem"), folder.resolve("b.key"));
        run(
                "aws-iot-setup",
                "--aws-cert-file=" + certificate,
                "--aws-key-file=" + folder.resolve("b.key"));
        assertSaid("b.key: is not the key of the certificate");
        run(
                "aws-iot-setup",
                "--aws-cert-file=" + folder.resolve("none"),
                "--aws-key-file=" + folder.resolve("b.key"));
        assertSaid("none");
    }

    @Test
    void aDryRunNeedsAGatewayAndNoAccount() {
        int status = run("aws-iot-setup", "--dry-run", "--data", folder.toString());
        assertEquals(1, status);
        assertSaid("no gateway answers there");
    }

    @Test
    void thePageOfTheCloudNamesEveryOption() throws IOException {
        SetupDesk.inDocs("cloud-aws.md", new AwsSetup().usage());
    }

    private int run(String... words) {
        PrintStream out = new PrintStream(said, true, UTF_8);
        Terminal terminal =
                new Terminal(
                        out,
                        out,
                        new ByteArrayInputStream(new byte[0]),
                        Map.of(),
                        Optional.empty());
        return new Main(terminal).run(List.of(words));
    }

    private void assertSaid(String part) {
        assertTrue(said.toString(UTF_8).contains(part), said.toString(UTF_8));
    }
}
