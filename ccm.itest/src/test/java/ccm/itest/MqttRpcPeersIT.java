package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.testing.Mosquitto;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Calls over MQTT with nothing but Mosquitto and its command-line clients. */
public class MqttRpcPeersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String EVERYBODY = "rpc.acl=[{\"method\":\"*\",\"acl\":\"*\"}]";
    private static final String PING = "{\"id\":1,\"src\":\"me\",\"method\":\"RPC.Ping\"}";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void answersOnTheTopicOfTheCallerAndNobodyElse() throws Exception {
        try (Mosquitto broker = Mosquitto.plain();
                GatewayProcess gateway = start(broker, EVERYBODY);
                Messages answers = new Messages(broker.port(), "+/rpc");
                Messages below = new Messages(broker.port(), "me/#")) {
            MosMqtt.publish(broker.port(), "ccm_1/rpc", PING);
            MosMqtt.publish(
                    broker.port(), "ccm_1/rpc/Sys.GetInfo", "{\"id\":\"a\",\"src\":\"me\"}");
            below.await(2);
            assertTrue(below.all().get(0), below.all().get(0).startsWith("me/rpc {\"id\":1,"));
            assertTrue(below.all().get(1), below.all().get(1).contains("\"fw_version\":"));
            assertEquals("the call and its answer", 3, answers.await(3).size());
            JsonNode status = rpc(gateway);
            assertEquals(status.toString(), 2, status.path("answers").asInt());
        }
    }

    @Test
    public void dropsWhatCannotBeAnsweredAndWhatIsRetained() throws Exception {
        try (Mosquitto broker = Mosquitto.plain()) {
            MosMqtt.publish(broker.port(), "ccm_1/rpc", PING, "-r");
            try (GatewayProcess gateway = start(broker, EVERYBODY);
                    Messages answers = new Messages(broker.port(), "me/rpc")) {
                int filters = 2; // the broker sends it once for each
                eventually(
                        PATIENCE,
                        () -> assertEquals(filters, rpc(gateway).path("dropped").asInt()));
                MosMqtt.publish(broker.port(), "ccm_1/rpc", "{\"id\":2,\"method\":\"RPC.Ping\"}");
                eventually(PATIENCE, () -> assertEquals(1, withoutSrc(gateway)));
                MosMqtt.publish(broker.port(), "ccm_1/rpc", "{\"id\":3,\"src\":\"ccm_1\"}");
                eventually(PATIENCE, () -> assertEquals(3, rpc(gateway).path("dropped").asInt()));
                MosMqtt.publish(broker.port(), "ccm_1/rpc", PING.replace("1", "4"));
                assertTrue(answers.await(1).get(0).contains("\"id\":4"));
            }
        }
    }

    @Test
    public void asksForALoginByDefault() throws Exception {
        try (Mosquitto broker = Mosquitto.plain();
                GatewayProcess gateway = start(broker);
                Messages answers = new Messages(broker.port(), "me/rpc")) {
            MosMqtt.publish(broker.port(), "ccm_1/rpc", PING);
            String first = answers.await(1).get(0);
            assertTrue(first, first.contains("\"code\":403") && first.contains("user add"));
            gateway.local().call("Users.Set", "{\"user\":\"joe\",\"password\":\"secret\"}");
            MosMqtt.publish(broker.port(), "ccm_1/rpc", PING);
            String second = answers.await(2).get(1);
            assertTrue(second, second.contains("\"code\":401"));
        }
    }

    @Test
    public void callsAgainAfterTheBrokerWasAway() throws Exception {
        try (Mosquitto broker = Mosquitto.plain();
                GatewayProcess gateway = start(broker, EVERYBODY)) {
            broker.kill();
            eventually(PATIENCE, () -> assertTrue(!ready(gateway)));
            broker.restart();
            eventually(PATIENCE, () -> assertTrue(ready(gateway)));
            try (Messages answers = new Messages(broker.port(), "me/rpc")) {
                MosMqtt.publish(broker.port(), "ccm_1/rpc", PING);
                answers.await(1);
            }
        }
    }

    @Test
    public void neverShowsACallToAHostThatSubscribedToEverything() throws Exception {
        try (Mosquitto broker = Mosquitto.plain();
                RawHost host = new RawHost(folder.getRoot().toPath().resolve("host"));
                GatewayProcess gateway = start(broker, EVERYBODY);
                Messages answers = new Messages(broker.port(), "me/rpc")) {
            host.awaitGateway().call("1", "MQTT.Sub", "{\"topic\":\"#\",\"qos\":1}");
            MosMqtt.publish(broker.port(), "ccm_1/rpc", PING);
            answers.await(1);
            MosMqtt.publish(broker.port(), "other", "seen");
            host.awaitLine(line -> line.contains("\"seen\""));
            List<String> calls =
                    host.lines().stream().filter(line -> line.contains("ccm_1/rpc")).toList();
            assertEquals(List.of(), calls);
            assertEquals(1, rpc(gateway).path("calls").asInt());
        }
    }

    private GatewayProcess start(Mosquitto broker, String... more) throws IOException {
        Path root = folder.getRoot().toPath();
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "device.id=ccm_1",
                                "host.rpc.uart.port=" + root.resolve("host"),
                                "mqtt.enable=true",
                                "mqtt.server=127.0.0.1:" + broker.port(),
                                "mqtt.reconnect_timeout_min=0.2",
                                "mqtt.reconnect_timeout_max=1"));
        settings.addAll(List.of(more));
        GatewayProcess gateway =
                new GatewayProcess("mqtt", root.resolve("data"), settings.toArray(String[]::new));
        gateway.startReady();
        eventually(PATIENCE, () -> assertTrue(ready(gateway)));
        return gateway;
    }

    private static boolean ready(GatewayProcess gateway) throws IOException {
        return gateway.local().call("Cloud.Status", "").toString().contains("\"phase\":\"READY\"");
    }

    private static JsonNode rpc(GatewayProcess gateway) throws IOException {
        return gateway.local().call("Cloud.Status", "").at("/result/rpc");
    }

    private static int withoutSrc(GatewayProcess gateway) throws IOException {
        return gateway.local().call("Channel.Status", "").at("/result/MQTT/without_src").asInt();
    }
}
