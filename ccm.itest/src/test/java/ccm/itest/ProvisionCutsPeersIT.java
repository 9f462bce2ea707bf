package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import ccm.sim.dbus.bus.PrivateBus;
import ccm.sim.dbus.networkmanager.ScriptedNetworkManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The product as it is shipped dies at random moments of provisioning. Without anybody's help it is
 * in the network of before or in the new one afterwards, or lets people in again, and its settings
 * say the same: never a gateway that needs a cable. When it has answered that the new one is saved,
 * it is in that one.
 */
public class ProvisionCutsPeersIT {
    private static final int CUTS = Boolean.getBoolean("ccm.long") ? 100 : 3;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MOMENTS_MS = 1_200; // of a try that takes some tenths of a second
    private static final String RADIO = "wlan0";
    private static final String PASSWORD = "the right word";
    private static final List<String> NETWORKS = List.of("Home", "Work", "Caf\u00e9 \"1\"");
    private static final String NONE = "";
    private static final String OWN_NETWORK = // no way out, and 127.0.0.1 for the portal
            "ip link set lo up && exec \"$@\"";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private ScriptedNetworkManager manager;
    private GatewayProcess gateway;
    private int answered;
    private int changed;

    @Test
    public void isInTheOldStateOrInTheNewOneWheneverItDies() throws Exception {
        assumeTrue(
                "only root has networks to give", "root".equals(System.getProperty("user.name")));
        System.out.printf("ProvisionCutsPeersIT: seed %d%n", seed);
        Path data = folder.newFolder("data").toPath();
        try (PrivateBus bus = PrivateBus.start();
                ScriptedNetworkManager own = ScriptedNetworkManager.start(bus.address());
                GatewayProcess process = gateway(data, bus)) {
            manager = own;
            gateway = process;
            NETWORKS.forEach(name -> manager.network(name).password(PASSWORD));
            gateway.startReady();
            settled(NONE, NONE, "at first");
            String now = NONE;
            for (int cut = 0; cut < CUTS; cut++) {
                now = cut(now, "cut " + cut + " of seed " + seed);
            }
        }
        System.out.printf(
                "ProvisionCutsPeersIT: %d cuts, %d changes, %d answers%n", CUTS, changed, answered);
    }

    /** Returns the network that is set afterwards. */
    private String cut(String before, String what) throws Exception {
        int action = before.equals(NONE) ? random.nextInt(4) : random.nextInt(6);
        String next = NETWORKS.get(random.nextInt(NETWORKS.size()));
        String after = action == 0 ? before : action < 5 ? next : NONE;
        String call = action == 0 ? "wrong password" : action < 5 ? "join" : "reset";
        String said = what + ", " + call + " from \"" + before + "\" to \"" + after + "\"";
        String password = action == 0 ? "wrong word 1" : PASSWORD;
        String network = "{\"ssid\":" + quoted(next) + ",\"pass\":\"" + password + "\"}";
        String method = action < 5 ? "Provision.Join" : "Config.FactoryReset";
        boolean promised;
        try (SocketChannel caller = gateway.local().begin(method, action < 5 ? network : "")) {
            if (gateway.endsWithin(Duration.ofMillis(random.nextInt(MOMENTS_MS)))) {
                gateway.start(); // it was reset; this start dies
                gateway.endsWithin(Duration.ofMillis(random.nextInt(MOMENTS_MS)));
            }
            gateway.kill();
            promised = LocalClient.end(caller).filter(answer -> answer.has("result")).isPresent();
        }
        answered += promised ? 1 : 0;
        if (random.nextBoolean()) {
            manager.disconnect(RADIO); // the whole machine had no power
        }
        gateway.startReady();
        String now = settled(promised ? after : before, after, said + ", told so: " + promised);
        changed += now.equals(before) ? 0 : 1;
        return now;
    }

    /** Nobody does anything but wait. */
    private String settled(String before, String after, String what) {
        eventually(
                PATIENCE,
                () -> {
                    String set = set();
                    assertTrue(
                            what + ": set is " + set + history(),
                            set.equals(before) || set.equals(after));
                    String state = what + ", set is \"" + set + "\": " + manager.asked();
                    assertEquals(state, set, manager.joined(RADIO));
                    assertEquals(state, set.equals(NONE), !manager.accessPoint(RADIO).isEmpty());
                });
        return set();
    }

    private String set() {
        try {
            JsonNode station =
                    gateway.local().call("Config.Get", "{\"key\":\"wifi.sta\"}").path("result");
            return station.path("enable").asBoolean() ? station.path("ssid").asText() : NONE;
        } catch (IOException e) {
            throw new AssertionError("the gateway does not answer", e);
        }
    }

    private String history() {
        try {
            return " " + gateway.local().call("Config.History", "").path("result");
        } catch (IOException e) {
            throw new AssertionError("the gateway does not answer", e);
        }
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }

    private static GatewayProcess gateway(Path data, PrivateBus bus) throws IOException {
        return new GatewayProcess(
                        "full",
                        data,
                        "http.enable=false",
                        "mqtt.enable=false",
                        "provision.ap.http.address=127.0.0.1",
                        "provision.ap.http.port=0")
                .supervised()
                .with("DBUS_SYSTEM_BUS_ADDRESS", bus.address())
                .within("unshare", "--net", "sh", "-c", OWN_NETWORK, "sh");
    }
}
