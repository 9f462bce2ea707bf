package ccm.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.Test;

/** Recorded dialogues of the mos tool, on every transport that it has. */
public class MosPeersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DEVICE = MosSite.DEVICE;
    private static final String EVERYBODY = "rpc.acl=[{\"method\":\"*\",\"acl\":\"*\"}]";
    private static final String JOE_ALONE =
            "rpc.acl=[{\"method\":\"*\",\"ch_type\":\"local\",\"acl\":\"*\"},"
                    + "{\"method\":\"*\",\"acl\":\"+joe\"}]";

    @Test
    public void getsWhatItWantsOverWebSocket() throws Exception {
        try (MosSite site = new MosSite(EVERYBODY)) {
            workOver(site, () -> new MosWebSocket(site.http()));
        }
    }

    @Test
    public void getsWhatItWantsOverHttp() throws Exception {
        try (MosSite site = new MosSite(EVERYBODY)) {
            workOver(site, () -> new MosHttp(site.http(), false));
        }
    }

    @Test
    public void getsWhatItWantsOverMqtt() throws Exception {
        try (MosSite site = new MosSite(EVERYBODY)) {
            workOver(site, () -> new MosMqtt(site.broker.port(), DEVICE));
        }
    }

    @Test
    public void getsWhatItWantsOnASerialPort() throws Exception {
        try (MosSite site = new MosSite(EVERYBODY)) {
            workOver(site, site::serial);
        }
    }

    @Test
    public void logsInWithTheSameIdOnEveryTransport() throws Exception {
        try (MosSite site = new MosSite(JOE_ALONE)) {
            JsonNode made =
                    site.gateway
                            .local()
                            .call("Users.Set", "{\"user\":\"joe\",\"password\":\"secret\"}");
            assertTrue(made.toString(), made.has("result"));
            List<Tool> all =
                    List.of(
                            () -> new MosWebSocket(site.http()),
                            () -> new MosMqtt(site.broker.port(), DEVICE),
                            site::serial);
            for (Tool tool : all) {
                try (MosTransport over = tool.open()) {
                    checkInfo(MosDialogue.play("digest", over, DEVICE).json("info"));
                }
            }
            try (MosTransport over = new MosHttp(site.http(), true)) {
                MosDialogue.play("config-get", over, DEVICE); // the login is in the headers
            }
        }
    }

    private static void workOver(MosSite site, Tool tool) throws Exception {
        try (MosTransport over = tool.open()) {
            JsonNode tree = MosDialogue.play("config-get", over, DEVICE).json("tree");
            assertEquals(DEVICE, tree.at("/device/id").textValue());
            assertTypes(tree);
            MosDialogue call = MosDialogue.play("call", over, DEVICE);
            checkInfo(call.json("info"));
            assertEquals("MQTT.Pub", call.json("described").path("name").textValue());
            MosDialogue.play("put", over, DEVICE);
            MosDialogue ls = MosDialogue.play("ls", over, DEVICE);
            assertTrue(ls.json("names").toString().contains("\"mos.txt\""));
            assertTrue(
                    ls.json("files").toString(),
                    ls.json("files").toString().contains("{\"name\":\"mos.txt\",\"size\":1200}"));
            MosDialogue.play("get", over, DEVICE);
            assertTrue(MosDialogue.play("rm", over, DEVICE).json("error").path("code").isInt());
            JsonNode changed = MosDialogue.play("config-set-no-save", over, DEVICE).json("changed");
            assertEquals("log", changed.at("/debug/stdout_topic").textValue());
            assertEquals(3, changed.at("/debug/level").intValue());
            MosDialogue whole = MosDialogue.play("config-set-tree", over, DEVICE);
            assertEquals(asked(whole.json("tree")), asked(whole.json("after")));
            assertTrue(learned(whole.json("after")) >= learned(whole.json("tree")));
            MosDialogue.play("wifi", over, DEVICE);
            int before = site.timesReady();
            MosDialogue.play("config-set", over, DEVICE);
            site.awaitReady(before + 1);
        }
        try (MosTransport over = tool.open()) { // the gateway has started anew
            JsonNode tree = MosDialogue.play("config-get", over, DEVICE).json("tree");
            assertEquals("A-1", tree.at("/device/sn").textValue());
            assertEquals("Cellar", tree.at("/wifi/sta/ssid").textValue());
        }
    }

    /** Without what a gateway learns by itself, at any moment. */
    private static JsonNode asked(JsonNode tree) {
        ObjectNode asked = tree.deepCopy();
        ((ObjectNode) asked.path("provision")).remove("max_state");
        return asked;
    }

    /** How far the gateway has been, by what it knows: never less than was written. */
    private static int learned(JsonNode tree) {
        return tree.at("/provision/max_state").intValue();
    }

    /** The tool cannot set what is null, and looks these three up unchecked. */
    private static void assertTypes(JsonNode tree) {
        tree.forEach(
                each -> {
                    assertTrue(tree.toString(), each.isValueNode() || each.isObject());
                    assertTrue(tree.toString(), !each.isNull());
                    assertTypes(each);
                });
    }

    private static void checkInfo(JsonNode info) {
        for (String name : List.of("arch", "mac", "app", "fw_version", "id")) {
            assertTrue(name + " in " + info, info.path(name).isTextual());
        }
        assertTrue(info.toString(), info.path("mac").textValue().matches("[0-9A-F]{12}"));
        assertTrue(info.toString(), info.path("uptime").isNumber());
    }

    private interface Tool {
        MosTransport open() throws IOException;
    }
}
