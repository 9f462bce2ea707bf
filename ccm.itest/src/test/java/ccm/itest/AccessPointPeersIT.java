package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import ccm.sim.dbus.bus.PrivateBus;
import ccm.sim.dbus.networkmanager.ScriptedNetworkManager;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A new product as it is shipped, set up as its documentation says, with curl at 192.168.4.1. */
public class AccessPointPeersIT {
    private static final String RADIO = "wlan0";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HOME = "http://192.168.4.1";
    private static final String SETTINGS =
            "{\"config\": {\"wifi\":{\"sta\":{\"enable\":true,\"ssid\":\"Home\",\"pass\":\"%s\"}}}}";
    private static final String NO_OTHER_NETWORK =
            "ip link set lo up && ip address add 192.168.4.1/24 dev lo && exec \"$@\"";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aPersonTypesWhatIsDocumentedWronglyAndThenRight() throws Exception {
        assumeTrue(
                "only root has networks to give", "root".equals(System.getProperty("user.name")));
        Path data = folder.newFolder("data").toPath();
        try (PrivateBus bus = PrivateBus.start();
                ScriptedNetworkManager manager = ScriptedNetworkManager.start(bus.address());
                GatewayProcess gateway =
                        new GatewayProcess("full", data, "http.enable=false", "mqtt.enable=false")
                                .supervised()
                                .with("DBUS_SYSTEM_BUS_ADDRESS", bus.address())
                                .within("unshare", "--net", "sh", "-c", NO_OTHER_NETWORK, "sh")) {
            manager.network("Home").password("the right word");
            gateway.startReady();
            eventually(PATIENCE, () -> assertTrue(look(gateway).contains("Connect to your WiFi")));
            assertTrue(manager.accessPoint(RADIO), manager.accessPoint(RADIO).startsWith("CCM-"));

            String wrong = post(gateway, "the wrong word");
            assertTrue(wrong, wrong.endsWith("400"));
            assertTrue(wrong, wrong.contains("The password of \\\"Home\\\" is wrong"));
            assertEquals("false", station(gateway, "enable"));
            eventually(() -> assertFalse(manager.accessPoint(RADIO).isEmpty()));

            String right = post(gateway, "the right word");
            assertEquals("{\"saved\":true}\r\n200", right);
            assertEquals("Home", manager.joined(RADIO));
            assertEquals("Home", station(gateway, "ssid"));
            eventually(PATIENCE, () -> assertEquals("", manager.accessPoint(RADIO)));
            if (Boolean.getBoolean("ccm.long")) { // the door stays 10 s longer for the good news
                eventually(PATIENCE, () -> assertTrue(look(gateway).contains("curl: (7)")));
            }
            assertFalse("the log has a password", gateway.output().contains(" word"));
        }
    }

    private static String station(GatewayProcess gateway, String key) throws Exception {
        return gateway.local()
                .call("Config.Get", "{\"key\":\"wifi.sta." + key + "\"}")
                .path("result")
                .asText();
    }

    private static String look(GatewayProcess gateway) throws Exception {
        return Curl.in(gateway, HOME + "/");
    }

    private static String post(GatewayProcess gateway, String password) throws Exception {
        String body = String.format(SETTINGS, password);
        return Curl.in(gateway, "-w", "%{http_code}", "-d", body, HOME + "/rpc");
    }
}
