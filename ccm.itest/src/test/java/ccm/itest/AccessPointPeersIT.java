package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import ccm.sim.dbus.bus.PrivateBus;
import ccm.sim.dbus.networkmanager.ScriptedNetworkManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A new product as it is shipped, with the settings of a vendor as docs/provisioning-vendors.md has
 * them, set up as docs/provisioning-api.md says, with curl at 192.168.4.1.
 */
public class AccessPointPeersIT {
    private static final String RADIO = "wlan0";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HOME = "http://192.168.4.1";
    private static final String SETTINGS =
            "{\"config\": {\"wifi\":{\"sta\":{\"enable\":true,\"ssid\":\"Home\",\"pass\":\"%s\"}}}}";
    private static final Pattern PIECE =
            Pattern.compile("(Config\\.\\w+)(?: (\\{.*?\\}))? {2,}(\\{.*?\\}).*");
    private static final Pattern RULES =
            Pattern.compile("`(\\[\\{\"method\":\"Config.FactoryReset\".*\\])`");
    private static final String NO_OTHER_NETWORK =
            "ip link set lo up && ip address add 192.168.4.1/24 dev lo && exec \"$@\"";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aPersonTypesWhatIsDocumentedWronglyAndThenRight() throws Exception {
        assumeTrue(
                "only root has networks to give", "root".equals(System.getProperty("user.name")));
        Path data = folder.newFolder("data").toPath();
        String vendors = Files.readString(TypedPage.page("provisioning-vendors.md"));
        Matcher rules = RULES.matcher(vendors);
        assertTrue(rules.find());
        Files.writeString(
                Files.createDirectories(data.resolve("config")).resolve("conf5.json"),
                vendors.substring(vendors.indexOf("    {\n"), vendors.indexOf("\n    }\n") + 6));
        try (PrivateBus bus = PrivateBus.start();
                ScriptedNetworkManager manager = ScriptedNetworkManager.start(bus.address());
                GatewayProcess gateway =
                        new GatewayProcess(
                                        "full",
                                        data,
                                        "http.enable=false",
                                        "mqtt.enable=false",
                                        "rpc.acl=" + rules.group(1))
                                .supervised()
                                .with("DBUS_SYSTEM_BUS_ADDRESS", bus.address())
                                .within("unshare", "--net", "sh", "-c", NO_OTHER_NETWORK, "sh")) {
            manager.network("Home").password("secret word");
            gateway.startReady();
            eventually(PATIENCE, () -> assertTrue(look(gateway).contains("Connect to your WiFi")));
            String name = manager.accessPoint(RADIO);
            assertTrue(name, name.matches("Pump-[0-9A-F]{6}"));
            assertEquals(name, result(gateway, "Wifi.Status", "").path("ap_ssid").asText());
            assertEquals(
                    "900",
                    result(gateway, "Config.Get", "{\"key\":\"provision.timeout\"}").toString());

            String wrong = post(gateway, "the wrong word");
            assertTrue(wrong, wrong.endsWith("400"));
            assertTrue(wrong, wrong.contains("The password of \\\"Home\\\" is wrong"));
            assertEquals("false", station(gateway, "enable"));
            eventually(() -> assertFalse(manager.accessPoint(RADIO).isEmpty()));

            whatThePageHasWorks(gateway);
            String right = post(gateway, "secret word");
            assertEquals("{\"saved\":true}\r\n200", right);
            assertEquals("Home", manager.joined(RADIO));
            assertEquals("Home", station(gateway, "ssid"));
            typeThePageForVendors(data);
            eventually(PATIENCE, () -> assertEquals("", manager.accessPoint(RADIO)));
            if (Boolean.getBoolean("ccm.long")) { // the door stays 10 s longer for the good news
                eventually(PATIENCE, () -> assertTrue(look(gateway).contains("curl: (7)")));
            }
            assertFalse("the log has a password", gateway.output().contains(" word"));
        }
    }

    /** Setting by setting, and then in one, as docs/provisioning-api.md has them. */
    private static void whatThePageHasWorks(GatewayProcess gateway) throws Exception {
        int pieces = 0;
        for (String line : Files.readAllLines(TypedPage.page("provisioning-api.md"))) {
            Matcher piece = PIECE.matcher(line);
            if (piece.matches()) {
                String params = piece.group(2) == null ? "{}" : piece.group(2);
                String url = HOME + "/rpc/" + piece.group(1);
                assertEquals(line, piece.group(3), Curl.in(gateway, "-d", params, url).strip());
                pieces++;
            }
        }
        assertEquals(4, pieces);
        List<String> typed = new TypedPage("provisioning-api.md").commands();
        assertEquals(3, typed.size());
        for (String line : typed) {
            List<String> words = TypedPage.words(line);
            String said = Curl.in(gateway, words.subList(1, words.size()).toArray(String[]::new));
            assertTrue(line + ": " + said, said.contains("\"ssid\":\"Home\""));
        }
    }

    /** Those that are typed at a running gateway; what is left open there is filled in. */
    private static void typeThePageForVendors(Path data) throws IOException {
        int typed = 0;
        for (String line : new TypedPage("provisioning-vendors.md").commands()) {
            String real =
                    line.replace("=…", "='secret word'")
                            .replaceFirst("wifi Home$", "wifi Home 'secret word'")
                            .replaceFirst("wifi --no-save$", "wifi --no-save Home 'secret word'")
                            .replaceFirst(
                                    "config-set --no-save$",
                                    "config-set --no-save wifi.sta.dhcp_hostname=pump");
            List<String> words = new ArrayList<>(TypedPage.words(real));
            if (List.of("run", "factory-reset").contains(words.get(1))) {
                continue; // what other tests are about
            }
            words.addAll(List.of("--data", data.toString()));
            SetupDesk.Typed said = SetupDesk.typed(words.subList(1, words.size()), "", Map.of());
            assertEquals(line + ": " + said.all(), 0, said.status());
            typed++;
        }
        assertEquals(6, typed);
    }

    private static JsonNode result(GatewayProcess gateway, String method, String params)
            throws Exception {
        return gateway.local().call(method, params).path("result");
    }

    private static String station(GatewayProcess gateway, String key) throws Exception {
        return result(gateway, "Config.Get", "{\"key\":\"wifi.sta." + key + "\"}").asText();
    }

    private static String look(GatewayProcess gateway) throws Exception {
        return Curl.in(gateway, HOME + "/");
    }

    private static String post(GatewayProcess gateway, String password) throws Exception {
        String body = String.format(SETTINGS, password);
        return Curl.in(gateway, "-w", "%{http_code}", "-d", body, HOME + "/rpc");
    }
}
