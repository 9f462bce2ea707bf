package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import ccm.testing.Certificates;
import ccm.testing.Mosquitto;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Brokers that do not let the gateway in: what it says, and what sets it right while it runs. */
public class BadBrokerPeersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "opensesame";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aWrongPasswordIsNamedAndTheRightOneSetLaterLetsItIn() throws Exception {
        try (Mosquitto broker = Mosquitto.configured().login("ali", SECRET).start();
                GatewayProcess gateway = gateway(broker.address(), "mqtt.user=ali")) {
            gateway.startReady();
            set(gateway, "mqtt", "{\"pass\":\"wrong\"}");
            refused(gateway, "not authorized (CONNACK 5). check user and pass");
            eventually(PATIENCE, () -> assertTrue(cloud(gateway).path("attempts").asInt() > 3));
            int times = gateway.output().split("CONNACK 5", -1).length - 1;
            assertTrue(gateway.output(), times <= 2); // once without a password, once with it
            set(gateway, "mqtt", "{\"pass\":\"" + SECRET + "\"}");
            connected(gateway);
            assertFalse(gateway.output(), gateway.output().contains(SECRET));
            String tree = gateway.local().call("Config.Get", "").toString();
            assertFalse(tree, tree.contains(SECRET));
        }
    }

    @Test
    public void aCertificateOfAnUnknownAuthorityIsNamedAndTheRightFileLetsItIn() throws Exception {
        try (Certificates ours = new Certificates();
                Certificates others = new Certificates();
                Mosquitto broker = tls(ours.server());
                GatewayProcess gateway =
                        gateway("localhost:" + broker.port(), "mqtt.ssl_ca_cert=ca.pem")) {
            Path file = Files.createDirectories(data().resolve("files")).resolve("ca.pem");
            Files.copy(others.authority(), file);
            gateway.startReady();
            refused(gateway, "is of an authority that we do not know. check ssl_ca_cert");
            Files.write(file, Files.readAllBytes(ours.authority()));
            connected(gateway);
        }
    }

    @Test
    public void aNameWithoutAnAddressAndAPortWithoutABrokerAreNamed() throws Exception {
        try (GatewayProcess gateway = gateway("no-such-host.invalid:1883", "mqtt.user=")) {
            gateway.startReady();
            refused(gateway, "the name cannot be resolved");
            assertTrue(gateway.output(), gateway.output().contains("no-such-host.invalid"));
        }
        try (GatewayProcess gateway = gateway("127.0.0.1:1", "mqtt.user=")) {
            gateway.startReady();
            refused(gateway, "connection refused. does the broker run");
        }
    }

    private static Mosquitto tls(Certificates.Pair server) {
        return Mosquitto.configured().tls(server.certificate(), server.key()).start();
    }

    private GatewayProcess gateway(String server, String setting) throws IOException {
        return new GatewayProcess(
                "mqtt",
                data(),
                "mqtt.enable=true",
                "mqtt.server=" + server,
                "mqtt.reconnect_timeout_min=0.2",
                "mqtt.reconnect_timeout_max=1",
                setting);
    }

    private Path data() {
        return folder.getRoot().toPath().resolve("data");
    }

    private static void set(GatewayProcess gateway, String section, String values)
            throws IOException {
        String config = "{\"config\":{\"" + section + "\":" + values + "}}";
        JsonNode answer = gateway.local().call("Config.Set", config);
        assertTrue(answer.toString(), answer.has("result"));
    }

    private static void refused(GatewayProcess gateway, String reason) {
        eventually(
                PATIENCE,
                () -> {
                    JsonNode cloud = cloud(gateway);
                    assertTrue(cloud.toString(), cloud.path("reason").asText().contains(reason));
                });
        assertTrue("still runs", gateway.alive());
        eventually(PATIENCE, () -> assertTrue(gateway.output(), gateway.output().contains(reason)));
    }

    private static void connected(GatewayProcess gateway) {
        eventually(PATIENCE, () -> assertEquals("READY", cloud(gateway).path("phase").asText()));
    }

    private static JsonNode cloud(GatewayProcess gateway) throws IOException {
        return gateway.local().call("Cloud.Status", "").at("/result/clouds/0");
    }
}
