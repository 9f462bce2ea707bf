package ccm.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/**
 * A vendor has locked settings; strangers with every right do random things to the configuration
 * over every channel at once. No locked setting ever changes, and no secret is ever shown.
 */
public class LocksPeersIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "vendors-own-secret";
    private static final String USERS_SECRET = "secret-of-the-user";
    private static final String VENDOR =
            "{\"conf_acl\":\"-mqtt.*,-device.*,-conf_acl,-debug.level,*\",\"mqtt\":{\"user\":\"vendor\",\"pass\":\""
                    + SECRET
                    + "\"},\"debug\":{\"level\":3}}";
    private static final String EVERYBODY = "rpc.acl=[{\"method\":\"*\",\"acl\":\"*\"}]";
    private static final List<String> LOCKED =
            List.of("/mqtt", "/device", "/conf_acl", "/debug/level");
    private static final int STEPS = Boolean.getBoolean("ccm.long") ? 5_000 : 400;
    private static final int LOOK_EVERY = 20;

    private final Random random = new Random(3);

    @Test
    public void noLockedSettingChangesAndNoSecretIsShown() throws Exception {
        try (MosSite site = new MosSite(EVERYBODY, VENDOR)) {
            JsonNode before = tree(site);
            wander(site, before);
            JsonNode reset = call(site, "Config.FactoryReset", "{}");
            assertTrue(reset.toString(), reset.has("result"));
            site.awaitReady(2);
            assertLocked(before, tree(site));
            assertFalse(site.gateway.output(), site.gateway.output().contains(SECRET));
            assertFalse(site.gateway.output(), site.gateway.output().contains(USERS_SECRET));
        }
    }

    private void wander(MosSite site, JsonNode before) throws Exception {
        List<MosTransport> ways = new ArrayList<>();
        try {
            ways.add(new MosWebSocket(site.http()));
            ways.add(new MosHttp(site.http(), false));
            ways.add(new MosMqtt(site.broker.port(), MosSite.DEVICE));
            ways.add(site.serial());
            int refused = 0;
            for (int step = 0; step < STEPS; step++) {
                String answer = step(site, ways.get(random.nextInt(ways.size())));
                assertFalse(answer, answer.contains(SECRET) || answer.contains(USERS_SECRET));
                refused += answer.contains("locked") ? 1 : 0;
                if (step % LOOK_EVERY == 0) {
                    assertLocked(before, tree(site));
                }
            }
            assertTrue("refused: " + refused, refused > STEPS / 10);
        } finally {
            for (MosTransport way : ways) {
                way.close();
            }
        }
    }

    private String step(MosSite site, MosTransport way) throws IOException {
        String method =
                pick(
                        "Config.Set",
                        "Config.Set",
                        "Config.Set",
                        "Config.Get",
                        "Config.Save",
                        "Config.Import",
                        "Config.Rollback",
                        "Config.Export",
                        "Config.History");
        ObjectNode params = JSON.createObjectNode();
        switch (method) {
            case "Config.Set" -> set(params);
            case "Config.Get" -> params.put("level", random.nextInt(11) - 1);
            case "Config.Save" -> params.put("level", 1 + random.nextInt(9));
            case "Config.Rollback" -> params.put("n", random.nextInt(12));
            case "Config.Import" ->
                    params.putObject("export").put("ccm_config", 1).set("config", change());
            default -> {} // no params
        }
        ObjectNode frame = JSON.createObjectNode();
        frame.put("src", way.src());
        frame.put("id", (1L << 40) + random.nextInt(1_000_000));
        frame.put("method", method);
        frame.set("params", params);
        try {
            return way.call(frame.toString());
        } catch (IOException e) {
            throw new IOException(frame + ": not answered. " + site.gateway.output(), e);
        }
    }

    private void set(ObjectNode params) {
        if (random.nextInt(4) == 0) { // by its key, a leaf or a whole branch
            boolean leaf = random.nextBoolean();
            params.put("key", leaf ? pick("mqtt.server", "debug.level", "conf_acl") : "mqtt");
            if (leaf) {
                params.put("value", pick("x", "*", "3"));
            } else {
                params.set("value", JSON.createObjectNode().put("server", "evil:1883"));
            }
        } else {
            params.set("config", change());
        }
        if (random.nextInt(3) == 0) {
            params.put("level", 1 + random.nextInt(9));
            params.put("save", true);
        } else {
            params.put("save", random.nextInt(3) == 0);
        }
        params.put("try_once", random.nextInt(6) == 0);
    }

    /** Some settings that are locked, some that are not, or both. */
    private ObjectNode change() {
        ObjectNode change = JSON.createObjectNode();
        if (random.nextBoolean()) {
            change.putObject("wifi").putObject("sta").put("pass", USERS_SECRET);
        }
        if (random.nextBoolean()) {
            change.putObject("provision").put("timeout", random.nextInt(1000));
        }
        if (random.nextInt(3) == 0) {
            change.putObject("mqtt").put(pick("server", "user", "pass"), "mine");
        }
        if (random.nextInt(5) == 0) {
            change.put("conf_acl", "*");
        }
        if (random.nextInt(5) == 0) {
            change.putObject("debug").put("level", random.nextInt(5));
        }
        return change;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static void assertLocked(JsonNode before, JsonNode now) {
        for (String path : LOCKED) {
            assertEquals(path, before.at(path), now.at(path));
        }
    }

    private static JsonNode tree(MosSite site) throws IOException {
        return call(site, "Config.Get", "").path("result");
    }

    private static JsonNode call(MosSite site, String method, String params) throws IOException {
        JsonNode answer = site.gateway.local().call(method, params);
        assertFalse(answer.toString(), answer.toString().contains(SECRET));
        return answer;
    }
}
