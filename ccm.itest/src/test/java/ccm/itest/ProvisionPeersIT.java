package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.sim.dbus.bus.PrivateBus;
import ccm.sim.dbus.networkmanager.ScriptedNetworkManager;
import ccm.testing.Mosquitto;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The product as it is shipped tries networks of a NetworkManager that this test scripts. */
public class ProvisionPeersIT {
    private static final String RADIO = "wlan0";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();
    private GatewayProcess gateway;
    private int asked; // by the host

    @Test
    public void savesWhatWasJoinedAndReachesTheCloudAndNothingElse() throws Exception {
        try (PrivateBus bus = PrivateBus.start();
                ScriptedNetworkManager manager = ScriptedNetworkManager.start(bus.address());
                Mosquitto broker = Mosquitto.plain();
                RawHost host = new RawHost();
                GatewayProcess process = gateway(bus, broker, host)) {
            gateway = process;
            manager.network("Home").password("the right word");
            manager.network("Work").password("the other word");
            gateway.startReady();
            eventually(() -> assertEquals(3, call("Provision.Status", "").path("state").asInt()));
            eventually(() -> assertEquals(2, call("Wifi.Scan", "").size()));

            String wrong = refusal("{\"ssid\":\"Home\",\"pass\":\"the wrong word\"}");
            assertTrue(wrong, wrong.contains("The password of \"Home\" is wrong"));
            assertEquals("", set());

            JsonNode joined =
                    call("Provision.Join", "{\"ssid\":\"Home\",\"pass\":\"the right word\"}");
            assertTrue(joined.toString(), joined.path("saved").asBoolean());
            assertEquals("Home", set());
            assertEquals("Home", manager.joined(RADIO));
            tellsTheSecondOneWhoIsFirst(manager, host);
            locksTheHostOut(host);
            if (Boolean.getBoolean("ccm.long")) { // its time runs out, which takes as long
                keepsTheNetworkThatReachesTheCloud(manager, broker);
            }
        }
    }

    private void tellsTheSecondOneWhoIsFirst(ScriptedNetworkManager manager, RawHost host)
            throws IOException {
        manager.network("Slow").password("the slow word").delay(Duration.ofSeconds(2));
        String slow = "{\"ssid\":\"Slow\",\"pass\":\"the wrong word\"}";
        try (SocketChannel first = gateway.local().begin("Provision.Join", slow)) {
            eventually(() -> assertEquals("Slow", attempt().path("ssid").asText()));
            JsonNode second = ask(host, "Provision.Join", "{\"ssid\":\"Work\"}");
            String said = second.at("/error/message").asText();
            assertTrue(said, said.contains("busy: \"Slow\" is being tried for local"));
            eventually(() -> assertTrue(attempt().path("over").asBoolean()));
            assertTrue(first.isOpen());
        }
        assertEquals("wrong_password", attempt().path("kind").asText());
        eventually(() -> assertEquals("Home", manager.joined(RADIO)));
    }

    private JsonNode attempt() throws IOException {
        return call("Provision.Status", "").path("attempt");
    }

    private void locksTheHostOut(RawHost host) throws IOException {
        String change = "{\"config\":{\"wifi\":{\"sta\":{\"dhcp_hostname\":\"pump\"}}}}";
        assertTrue(ask(host, "Config.Set", change).has("result"));
        call("Config.Set", "{\"config\":{\"provision\":{\"serial\":{\"enable\":false}}}}");
        eventually(
                () -> {
                    String said =
                            ask(host, "Config.Set", change.replace("pump", "hack-" + asked))
                                    .at("/error/message")
                                    .asText();
                    assertTrue(said, said.contains("provision.serial.enable is false"));
                });
        JsonNode joined = ask(host, "Provision.Join", "{\"ssid\":\"Work\"}");
        assertTrue(joined.toString(), joined.has("error"));
        assertEquals("Home", set());
    }

    private JsonNode ask(RawHost host, String method, String params) throws IOException {
        return host.call(Integer.toString(++asked), method, params);
    }

    private void keepsTheNetworkThatReachesTheCloud(
            ScriptedNetworkManager manager, Mosquitto broker) throws IOException {
        broker.kill();
        eventually(() -> assertEquals(2, call("Provision.Status", "").path("state").asInt()));
        String dead = refusal("{\"ssid\":\"Work\",\"pass\":\"the other word\"}");
        assertTrue(dead, dead.contains("\"Work\" was joined, but the cloud mqtt"));
        assertEquals("Home", set());
        eventually(() -> assertEquals("Home", manager.joined(RADIO)));
        assertEquals("no_internet", attempt().path("kind").asText());
    }

    private GatewayProcess gateway(PrivateBus bus, Mosquitto broker, RawHost host)
            throws IOException {
        return new GatewayProcess(
                        "full",
                        folder.newFolder("data").toPath(),
                        "http.enable=false",
                        "host.rpc.uart.port=" + host.device(),
                        "mqtt.enable=true",
                        "mqtt.server=" + broker.address(),
                        "provision.try_s=10")
                .with("DBUS_SYSTEM_BUS_ADDRESS", bus.address());
    }

    private String set() throws IOException {
        return call("Config.Get", "{\"key\":\"wifi.sta.ssid\"}").asText();
    }

    private JsonNode call(String method, String params) throws IOException {
        JsonNode answer = gateway.local().call(method, params);
        assertTrue(answer.toString(), answer.has("result"));
        return answer.path("result");
    }

    private String refusal(String params) throws IOException {
        JsonNode answer = gateway.local().call("Provision.Join", params);
        return answer.path("error").path("message").asText();
    }
}
