package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.sim.dbus.bus.PrivateBus;
import ccm.sim.dbus.networkmanager.ScriptedNetworkManager;
import ccm.testing.Certificates;
import ccm.testing.Mosquitto;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The product as it is shipped joins networks in which the cloud cannot be trusted: a page to log
 * in answers in its place, or the gateway's clock was never set. People are told so, and nothing is
 * saved. Each waits until the short time of a try is over.
 */
public class NoCloudPeersIT {
    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aPageToLogInIsThoughtOf() throws Exception {
        try (Certificates ours = new Certificates();
                Certificates others = new Certificates()) {
            notJoined(ours, others.server(), "A network with a login page does that", "");
        }
    }

    /** A certificate from tomorrow on is what a gateway sees whose clock is late. */
    @Test
    public void aClockThatNobodySetIsTold() throws Exception {
        String words = "device's clock says 20";
        try (Certificates ours = new Certificates()) {
            notJoined(ours, ours.notYetValid(), "was joined, but this " + words, "This " + words);
        }
    }

    private void notJoined(Certificates ours, Certificates.Pair server, String words, String text)
            throws Exception {
        Path data = folder.newFolder("data").toPath();
        Path files = Files.createDirectories(data.resolve("files"));
        Files.copy(ours.authority(), files.resolve("ca.pem"));
        try (PrivateBus bus = PrivateBus.start();
                ScriptedNetworkManager manager = ScriptedNetworkManager.start(bus.address());
                Mosquitto broker =
                        Mosquitto.configured().tls(server.certificate(), server.key()).start();
                GatewayProcess gateway =
                        new GatewayProcess(
                                        "full",
                                        data,
                                        "http.enable=false",
                                        "mqtt.enable=true",
                                        "mqtt.server=localhost:" + broker.port(),
                                        "mqtt.ssl_ca_cert=ca.pem",
                                        "provision.try_s=10")
                                .with("DBUS_SYSTEM_BUS_ADDRESS", bus.address())) {
            manager.network("Hotel").password("the right word");
            gateway.startReady();
            eventually(() -> assertTrue(gateway.output().contains("run by NetworkManager")));
            eventually(
                    () -> {
                        String now = status(gateway).path("text").asText();
                        assertTrue(now, now.contains(text));
                    });
            JsonNode answer =
                    gateway.local()
                            .call(
                                    "Provision.Join",
                                    "{\"ssid\":\"Hotel\",\"pass\":\"the right word\"}");
            String said = answer.at("/error/message").asText();
            assertTrue(answer.toString(), said.contains(words));
            assertEquals("no_internet", status(gateway).at("/attempt/kind").asText());
            eventually(() -> assertEquals("", manager.joined("wlan0")));
            assertEquals(
                    "",
                    gateway.local()
                            .call("Config.Get", "{\"key\":\"wifi.sta.ssid\"}")
                            .path("result")
                            .asText());
        }
    }

    private static JsonNode status(GatewayProcess gateway) throws IOException {
        return gateway.local().call("Provision.Status", "").path("result");
    }
}
