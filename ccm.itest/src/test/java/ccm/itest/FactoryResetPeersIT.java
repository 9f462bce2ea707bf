package ccm.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A gateway process that is killed at any moment of a factory reset has everything of its user
 * afterwards, or nothing; what its vendor made of it is always there.
 */
public class FactoryResetPeersIT {
    private static final int ROUNDS = Boolean.getBoolean("ccm.long") ? 40 : 1;
    private static final int MOMENTS_MS = 1_500; // the answer, the stop, the beginning of a start
    private static final int DECISION_MS = 40; // until it is written down
    private static final String WHOLE = "mine, ca.pem vendor.pem, joe";
    private static final String RESET = "vendors, vendor.pem, ";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private GatewayProcess gateway;
    private Path data;
    private int resets;

    @Test
    public void isBeforeOrAfterWheneverItIsKilled() throws Exception {
        data = folder.newFolder("data").toPath();
        Files.createDirectories(data.resolve("config"));
        Files.writeString(
                data.resolve("config/conf5.json"),
                "{\"device\":{\"sn\":\"vendors\"},\"mqtt\":{\"ssl_ca_cert\":\"vendor.pem\"}}");
        try (GatewayProcess own = new GatewayProcess("mqtt", data).supervised()) {
            gateway = own;
            gateway.startReady();
            call("FS.Put", "{\"filename\":\"vendor.pem\",\"data\":\"eA==\"}");
            for (int round = 0; round < ROUNDS; round++) {
                use();
                assertEquals(WHOLE, state());
                round("round " + round + " of seed " + seed);
            }
        }
        System.out.printf(
                "FactoryResetPeersIT: %d kills, %d times reset, seed %d%n", ROUNDS, resets, seed);
    }

    private void round(String what) throws Exception {
        int most = random.nextBoolean() ? MOMENTS_MS : DECISION_MS;
        try (SocketChannel caller = gateway.local().begin("Config.FactoryReset", "")) {
            if (gateway.endsWithin(Duration.ofMillis(random.nextInt(most)))) {
                gateway.start(); // as its supervisor does, and dies in the middle of that
                gateway.endsWithin(Duration.ofMillis(random.nextInt(MOMENTS_MS / 2)));
            }
            gateway.kill();
            assertTrue(what, caller.isOpen()); // until here: nobody hangs up meanwhile
        }
        gateway.startReady();
        String state = state();
        assertTrue(what + ": " + state, state.equals(WHOLE) || state.equals(RESET));
        resets += state.equals(RESET) ? 1 : 0;
        assertTrue(
                what + ": decided and not done",
                !Files.exists(data.resolve("config/factory-reset")));
    }

    private void use() throws IOException {
        call("Config.Set", "{\"config\":{\"device\":{\"sn\":\"mine\"}},\"save\":true}");
        call("FS.Put", "{\"filename\":\"ca.pem\",\"data\":\"eA==\"}");
        call("Users.Set", "{\"user\":\"joe\",\"password\":\"correct horse\"}");
    }

    /** What tells the user's gateway from the vendor's. */
    private String state() throws IOException {
        StringBuilder files = new StringBuilder();
        gateway.local()
                .call("FS.List", "")
                .path("result")
                .forEach(name -> files.append(files.isEmpty() ? "" : " ").append(name.asText()));
        StringBuilder users = new StringBuilder();
        gateway.local()
                .call("Users.List", "")
                .path("result")
                .forEach(name -> users.append(name.asText()));
        String serial =
                gateway.local()
                        .call("Config.Get", "{\"key\":\"device.sn\"}")
                        .path("result")
                        .asText();
        return serial + ", " + files + ", " + users;
    }

    private void call(String method, String params) throws IOException {
        assertTrue(method, gateway.local().call(method, params).has("result"));
    }
}
