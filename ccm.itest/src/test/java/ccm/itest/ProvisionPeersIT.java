package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.sim.dbus.bus.PrivateBus;
import ccm.sim.dbus.networkmanager.ScriptedNetworkManager;
import ccm.testing.Mosquitto;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The product as it is shipped tries networks of a NetworkManager that this test scripts. */
public class ProvisionPeersIT {
    private static final String RADIO = "wlan0";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();
    private GatewayProcess gateway;

    @Test
    public void savesWhatWasJoinedAndReachesTheCloudAndNothingElse() throws Exception {
        try (PrivateBus bus = PrivateBus.start();
                ScriptedNetworkManager manager = ScriptedNetworkManager.start(bus.address());
                Mosquitto broker = Mosquitto.plain();
                GatewayProcess process = gateway(bus, broker)) {
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
            if (Boolean.getBoolean("ccm.long")) { // its time runs out, which takes as long
                keepsTheNetworkThatReachesTheCloud(manager, broker);
            }
        }
    }

    private void keepsTheNetworkThatReachesTheCloud(
            ScriptedNetworkManager manager, Mosquitto broker) throws IOException {
        broker.kill();
        eventually(() -> assertEquals(2, call("Provision.Status", "").path("state").asInt()));
        String dead = refusal("{\"ssid\":\"Work\",\"pass\":\"the other word\"}");
        assertTrue(dead, dead.contains("\"Work\" was joined, but the cloud mqtt"));
        assertEquals("Home", set());
        eventually(() -> assertEquals("Home", manager.joined(RADIO)));
        assertEquals(
                "no_internet", call("Provision.Status", "").path("attempt").path("kind").asText());
    }

    private GatewayProcess gateway(PrivateBus bus, Mosquitto broker) throws IOException {
        return new GatewayProcess(
                        "full",
                        folder.newFolder("data").toPath(),
                        "http.enable=false",
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
