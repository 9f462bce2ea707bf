package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.sim.cloud.mdash.MdashEmulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.host.HostError;
import ccm.sim.host.HostMethod;
import ccm.sim.host.rom.NewFirmware;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** mDash, its users and a gateway with a host: calls, firmware, the REST interface. */
public class DashPeersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BURST = 100;
    private static final int IMAGE = 20_000;

    @Rule public final TemporaryFolder folder = new TemporaryFolder();
    private final CountDownLatch awake = new CountDownLatch(1);
    private MdashEmulator cloud;
    private BoardSite site;
    private DashUser user;

    @Before
    public void start() throws Exception {
        Path root = folder.getRoot().toPath();
        cloud = MdashEmulator.start(EmulatorOptions.in(root.resolve("cloud")));
        user = new DashUser(cloud.api(), cloud.apiKey(), root.resolve("cloud/ca.pem")).listen();
        Map<String, String> settings = new TreeMap<>(cloud.settings());
        settings.put("device.id", "ccm-0001");
        settings.put("dash.reconnect_timeout_min", "0.1");
        settings.put("dash.send_logs", "true");
        settings.put("rpc.host_call_timeout_ms", "1500");
        site = new BoardSite(root, "mdash", settings, hostMethods()).start().connected("dash");
    }

    @After
    public void stop() throws IOException {
        awake.countDown();
        site.close();
        cloud.close();
    }

    /** One start for all of it: a gateway is not started in a moment. */
    @Test
    public void usersReachTheGatewayAndItsHost() throws Exception {
        asksForRules();
        methodsOfTheGateway();
        methodsOfTheHost();
        manyAtOnce();
        theInterfaceOfUsers();
        firmware();
    }

    /** The users of mDash do not log in, and by default nobody else on a network may call. */
    private void asksForRules() throws Exception {
        JsonNode refused = answer("Sys.GetInfo", "{}");
        assertEquals(refused.toString(), 403, refused.at("/error/code").asInt());
        site.call(
                "Config.Set",
                "{\"config\":{\"rpc\":{\"acl\":\"[{\\\"method\\\":\\\"FS.Remove\\\",\\\"ch_type\\\":"
                        + "\\\"MQTT\\\",\\\"acl\\\":\\\"-*\\\"},{\\\"method\\\":\\\"**\\\",\\\"acl\\\":"
                        + "\\\"*\\\"}]\"}}}");
        eventually(() -> assertEquals("", answer("RPC.Ping", "{}").at("/error/message").asText()));
    }

    private void methodsOfTheGateway() throws Exception {
        JsonNode info = result("Sys.GetInfo", "{}");
        assertEquals("ccm", info.path("app").asText());
        assertTrue(info.toString(), info.path("fw_version").isTextual());
        assertTrue(result("RPC.List", "{}").toString().contains("\"OTA.Begin\""));
        assertEquals("ccm-0001", result("Config.Get", "{\"key\":\"device.id\"}").asText());
        result("Config.Set", "{\"config\":{\"debug\":{\"level\":3}}}");
        result("Config.Save", "{\"reboot\":false}");
        assertEquals(3, result("Config.Get", "{\"key\":\"debug.level\"}").asInt());
        result("FS.Put", "{\"filename\":\"a.txt\",\"data\":\"aGVsbG8=\"}");
        assertTrue(result("FS.List", "{}").toString().contains("\"a.txt\""));
        JsonNode got = result("FS.Get", "{\"filename\":\"a.txt\"}");
        assertEquals("aGVsbG8=", got.path("data").asText());
        JsonNode refused = answer("FS.Remove", "{\"filename\":\"a.txt\"}");
        assertEquals(refused.toString(), 403, refused.at("/error/code").asInt());
        assertEquals(-32601, answer("No.Such", "{}").at("/error/code").asInt());
        JsonNode other = answer("Config.Get", "{\"key\":\"no.such\"}");
        assertEquals("a setting, not a method", 404, other.at("/error/code").asInt());
    }

    private void methodsOfTheHost() throws Exception {
        assertEquals(5, result("Sum", "[2,3]").asInt());
        JsonNode error = answer("Fail", "{}").path("error");
        assertEquals(error.toString(), -7, error.path("code").asInt());
        assertEquals("not today", error.path("message").asText());
        long start = System.nanoTime();
        JsonNode late = answer("Sleep", "{}").path("error");
        assertTrue(late.toString(), late.path("message").asText().contains("Sleep"));
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 10_000);
        awake.countDown();
        eventually(PATIENCE, () -> assertEquals(9, result("Sum", "[4,5]").asInt()));
    }

    /** Begun in their order; those that are too many are told so at once. */
    private void manyAtOnce() throws Exception {
        List<CompletableFuture<ObjectNode>> calls = new ArrayList<>();
        for (int i = 0; i < BURST; i++) {
            calls.add(cloud.call("Count", JSON.createObjectNode().put("n", i)));
        }
        int last = -1;
        int busy = 0;
        for (CompletableFuture<ObjectNode> each : calls) {
            JsonNode answer = each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (answer.has("error")) {
                assertEquals(answer.toString(), 503, answer.at("/error/code").asInt());
                busy++;
            } else {
                assertTrue(answer.toString(), answer.path("result").asInt() > last);
                last = answer.path("result").asInt();
            }
        }
        assertTrue("busy " + busy, busy < BURST);
    }

    private void theInterfaceOfUsers() throws Exception {
        assertEquals(401, user.send("GET", "/devices", "", "wrong").status());
        assertEquals(5, user.post("/devices/ccm-0001/rpc/Sum", "[2,3]").body().asInt());
        assertEquals(
                "ccm", user.get("/devices/ccm-0001/rpc/Sys.GetInfo").body().at("/app").asText());
        DashUser.Answer none = user.post("/devices/ccm-0001/rpc/No.Such", "{}");
        assertEquals(500, none.status());
        assertEquals(-32601, none.body().at("/error/code").asInt());
        eventually(() -> assertTrue(seen("rpc.in.Sum")));
        user.post(
                "/devices/ccm-0001",
                "{\"name\":\"hall\",\"shadow\":{\"state\":{\"tags\":{\"save\":[\"on\"]},"
                        + "\"desired\":{\"on\":true}}}}");
        eventually(
                PATIENCE,
                () ->
                        assertTrue(
                                user.get("/devices/ccm-0001")
                                        .body()
                                        .at("/shadow/state/reported/on")
                                        .asBoolean()));
        assertTrue(site.host().led());
        assertEquals("hall", user.get("/devices").body().at("/0/name").asText());
        assertTrue(user.get("/devices/ccm-0001/data").body().at("/0/data/on").asBoolean());
        assertTrue(user.get("/data").body().size() > 0);
        eventually(
                PATIENCE, () -> assertTrue(user.post("/logs", "{\"start\":0}").body().size() > 0));
        identities();
    }

    private void identities() throws Exception {
        JsonNode made = user.post("/devices", "{\"name\":\"other\"}").body();
        String path = "/devices/" + made.path("id").asText();
        assertEquals(503, user.post(path + "/rpc/Sys.GetInfo", "").status());
        assertEquals(200, user.delete(path).status());
        assertEquals(404, user.get(path).status());
        String key = user.post("/keys", "").body().path("key").asText();
        assertEquals(200, user.send("GET", "/devices", "", key).status());
        JsonNode keys = user.get("/keys").body();
        assertEquals(200, user.delete("/keys/" + keys.at("/1/id").asText()).status());
        assertEquals(401, user.send("GET", "/devices", "", key).status());
    }

    /** One that meets somebody else's, one that breaks off, and the next one, which succeeds. */
    private void firmware() throws Exception {
        Path zip = folder.getRoot().toPath().resolve("fw.zip");
        NewFirmware.write(zip, IMAGE, "2.0");
        byte[] bundle = Files.readAllBytes(zip);
        site.call("OTA.Begin", "{}");
        DashUser.Answer second = user.upload("/devices/ccm-0001/ota", bundle);
        assertEquals(second.body().toString(), 500, second.status());
        assertTrue(
                second.body().toString(),
                second.body().toString().contains("Another update is in progress. local "));
        assertTrue(site.gateway().local().call("OTA.End", "{}").has("error")); // nothing has come
        cloud.server().faults().add("drop@send,topic=OTA.Write,n=3");
        DashUser.Answer broken = user.upload("/devices/ccm-0001/ota", bundle);
        assertEquals(broken.body().toString(), 503, broken.status());
        cloud.server().faults().clear();
        eventually(PATIENCE, () -> assertTrue(seen("offline")));
        site.connected("dash");
        eventually(PATIENCE, () -> assertTrue(cloud.online()));
        uploaded(bundle); // at once
        eventually(PATIENCE, () -> assertEquals("2.0", site.runs()));
        eventually(PATIENCE, () -> assertTrue(status().toString().contains("Update applied")));
    }

    private void uploaded(byte[] bundle) throws Exception {
        DashUser.Answer answer = user.upload("/devices/ccm-0001/ota", bundle);
        assertEquals(answer.body().toString(), 200, answer.status());
        assertTrue(answer.body().asBoolean());
    }

    private JsonNode status() throws Exception {
        return result("OTA.Status", "{}");
    }

    private boolean seen(String name) {
        return user.notices().stream().anyMatch(each -> each.contains("\"name\":\"" + name + "\""));
    }

    private JsonNode result(String method, String params) throws Exception {
        JsonNode answer = answer(method, params);
        assertTrue(method + ": " + answer, answer.has("result"));
        return answer.path("result");
    }

    private JsonNode answer(String method, String params) throws Exception {
        JsonNode tree = params.isEmpty() ? MissingNode.getInstance() : JSON.readTree(params);
        return cloud.call(method, tree).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private Map<String, HostMethod> hostMethods() {
        return Map.of(
                "Fail",
                params -> {
                    throw new HostError(-7, "not today", "");
                },
                "Sleep",
                params -> {
                    try {
                        awake.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return "true";
                },
                "Count",
                params -> params.replaceAll("\\D", ""));
    }
}
