package ccm.cloud.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.mqtt.MqttConnect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the settings of a broker, and of wrong ones. */
class BrokerEndpointTest {
    @TempDir Path files;

    @Test
    void connectsAsTheOriginalDoesWithItsDefaults() throws Exception {
        MqttConnect connect = Brokers.endpoint(files).connect();
        assertEquals("iot.eclipse.org", connect.host());
        assertEquals(1883, connect.port());
        assertEquals("ccm_A1B2C3", connect.clientId());
        assertEquals(60, connect.keepAlive().toSeconds());
        assertTrue(connect.cleanSession());
        assertEquals(Optional.empty(), connect.tls());
        assertEquals(Optional.empty(), connect.login());
        assertEquals(Optional.empty(), connect.will());
        assertEquals(Optional.empty(), connect.webSocketPath());
    }

    @Test
    void putsTheMacAddressWhereQuestionMarksAre() throws Exception {
        MqttConnect connect =
                Brokers.endpoint(
                                files,
                                "server",
                                "b",
                                "client_id",
                                "gw-??????",
                                "will_topic",
                                "gone/??????",
                                "will_message",
                                "{}",
                                "will_retain",
                                true)
                        .connect();
        assertEquals("gw-A1B2C3", connect.clientId());
        assertEquals("gone/A1B2C3", connect.will().orElseThrow().topic());
        assertTrue(connect.will().orElseThrow().retain());
    }

    @Test
    void makesThePathOfAWebSocketAbsolute() throws Exception {
        MqttConnect connect =
                Brokers.endpoint(files, "server", "b", "ws_enable", true, "ws_path", "x").connect();
        assertEquals(Optional.of("/x"), connect.webSocketPath());
    }

    @Test
    void neverShowsThePassword() {
        BrokerSettings settings = Brokers.settings("user", "u", "pass", "secret");
        assertTrue(!settings.toString().contains("secret"), settings::toString);
    }

    @Test
    void namesTheSettingThatIsWrong() throws Exception {
        Path text = Files.writeString(files.resolve("text.pem"), "no PEM at all");
        Path cut =
                Files.writeString(
                        files.resolve("cut.pem"),
                        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        refused("mqtt.server: is empty", "server", "");
        refused("mqtt.server: is \"mqtt://b\"", "server", "mqtt://b");
        refused("mqtt.user: is empty, but pass is set", "pass", "x");
        refused("mqtt.ssl_psk_identity: TLS with a pre-shared key", "ssl_psk_identity", "x");
        refused("mqtt.ssl_psk_identity: TLS with a pre-shared key", "ssl_psk_key", "x");
        refused("mqtt.ssl_cert: is set, but TLS is off", "ssl_cert", "x.pem");
        refused("mqtt.will_topic: is \"a/#\"", "will_topic", "a/#");
        refused(
                "mqtt.ssl_ca_cert: " + files.resolve("ca.pem") + ": no such file",
                "ssl_ca_cert",
                "ca.pem");
        refused("mqtt.ssl_ca_cert: " + files + ": is a folder", "ssl_ca_cert", files.toString());
        refused(
                "mqtt.ssl_ca_cert: " + text + ": no certificate in it",
                "ssl_ca_cert",
                text.toString());
        refused("mqtt.ssl_ca_cert: " + cut + ": ", "ssl_ca_cert", "cut.pem");
    }

    @Test
    void waitsForTheClockWhenItMust() throws Exception {
        Clock unset = Clock.fixed(Instant.ofEpochSecond(86_400), ZoneOffset.UTC);
        CloudException problem =
                assertThrows(
                        CloudException.class,
                        () -> Brokers.endpoint(files, unset, "require_time", true).connect());
        assertTrue(problem.getMessage().startsWith("mqtt.require_time: the clock says 1970-01-02"));
        Brokers.endpoint(files, unset).connect();
    }

    private void refused(String beginning, Object... settings) {
        CloudException problem =
                assertThrows(
                        CloudException.class, () -> Brokers.endpoint(files, settings).connect());
        assertTrue(problem.getMessage().startsWith(beginning), problem::getMessage);
    }
}
