package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The services that every client expects, of the product as it ships. */
public class ServicesIT {
    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private Path data;
    private GatewayProcess gateway;
    private LocalClient client;

    @Before
    public void start() throws IOException {
        data = folder.newFolder("d").toPath();
        gateway = new GatewayProcess("full", data, "console.enable=false", "http.enable=false");
        gateway.start();
        client = new LocalClient(data.resolve("ccm.sock"));
        eventually(() -> assertTrue(gateway.output(), gateway.output().contains("ready: ")));
        eventually(() -> result("Sys.GetInfo", ""));
    }

    @After
    public void stop() throws Exception {
        gateway.close();
    }

    @Test
    public void tellsWhatItIs() throws IOException {
        JsonNode info = result("Sys.GetInfo", "");
        for (String needed : new String[] {"id", "app", "mac", "arch", "fw_version", "fw_id"}) {
            assertFalse(needed, info.path(needed).asText().isEmpty());
        }
        assertTrue(info.path("uptime").isIntegralNumber());
        assertTrue(info.path("ram_free").isIntegralNumber());
        assertTrue(info.path("fs_free").isIntegralNumber());
        showsItsNameAndKeepsThePlaceholders(info.path("id").textValue());
    }

    private void showsItsNameAndKeepsThePlaceholders(String id) throws IOException {
        assertTrue(id, id.matches("ccm_[0-9A-F]{6}"));
        assertEquals(id, result("Config.Get", "{\"key\":\"device.id\"}").textValue());
        JsonNode section = result("Config.Get", "{\"key\":\"device\"}");
        result("Config.Set", "{\"config\":{\"device\":" + section + "}}");
        assertEquals("[]", result("Config.Status", "").path("unsaved").toString());
        result("Config.Set", "{\"key\":\"device.id\",\"value\":\"pump_??\"}");
        String pump = "pump_" + id.substring(id.length() - 2);
        assertEquals(pump, result("Config.Get", "{}").at("/device/id").textValue());
        eventually(() -> assertEquals(pump, result("Sys.GetInfo", "").path("id").textValue()));
    }

    @Test
    public void keepsAKeyToItself() throws IOException {
        String key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        String data64 = Base64.getEncoder().encodeToString(key.getBytes());
        result("FS.Put", "{\"filename\":\"k.pem\",\"data\":\"" + data64 + "\"}");
        assertEquals(key, Files.readString(data.resolve("files/k.pem")));
        assertEquals(
                "[{\"name\":\"k.pem\",\"size\":59}]",
                result("FS.ListExt", "{\"path\":\"/\"}").toString());
        JsonNode refused = client.call("FS.Get", "{\"filename\":\"k.pem\"}").path("error");
        assertTrue(refused.toString(), refused.path("message").asText().contains("private key"));
    }

    @Test
    public void keepsAFileToItselfThatASettingNamesAsSecret() throws IOException {
        result("FS.Put", "{\"filename\":\"users\",\"data\":\"aGVsbG8K\"}");
        assertEquals("aGVsbG8K", result("FS.Get", "{\"filename\":\"users\"}").at("/data").asText());
        result("Config.Set", "{\"config\":{\"rpc\":{\"auth_file\":\"users\"}}}");
        JsonNode refused = client.call("FS.Get", "{\"filename\":\"users\"}").path("error");
        assertTrue(refused.toString(), refused.path("message").asText().contains("rpc.auth_file"));
    }

    @Test
    public void logsMoreForThisRunAndShowsIt() throws IOException {
        assertTrue(result("Sys.SetDebug", "{\"level\":3}").isNull());
        eventually(
                () ->
                        assertTrue(
                                result("Log.Read", "{\"after\":0,\"max\":1000}")
                                        .toString()
                                        .contains("debug.level: now FINE")));
        assertEquals("2", result("Config.Get", "{\"key\":\"debug.level\"}").toString());
    }

    @Test
    public void keepsTheSettingsOfANetworkThatCanWork() throws IOException {
        assertEquals(
                "\"CCM-??????\"", result("Config.Get", "{\"key\":\"wifi.ap.ssid\"}").toString());
        result("Config.Set", wifi("", "secret-pass"));
        JsonNode refused = client.call("Config.Save", "").path("error");
        assertTrue(
                refused.toString(),
                refused.path("message")
                        .asText()
                        .contains("STA SSID must be between 1 and 32 bytes"));
        result("Config.Set", wifi("home", "secret-pass"));
        assertEquals("{\"saved\":true}", result("Config.Save", "").toString());
        assertFalse(result("Config.Get", "").toString().contains("secret-pass"));
        String saved = Files.readString(data.resolve("config/conf9.json"));
        assertTrue(saved, saved.contains("home"));
        assertFalse(saved, saved.contains("secret-pass"));
    }

    private static String wifi(String name, String password) {
        return "{\"config\":{\"wifi\":{\"sta\":{\"enable\":true,\"ssid\":\""
                + name
                + "\",\"pass\":\""
                + password
                + "\"}}}}";
    }

    @Test
    public void restartsWhenAskedTo() throws IOException {
        result("FS.Put", "{\"filename\":\"note.txt\",\"data\":\"aGVsbG8K\"}");
        result("Sys.Reboot", "{\"delay_ms\":60000}");
        result("Sys.Reboot", "{\"abort\":true}");
        assertTrue(result("Sys.Reboot", "{\"delay_ms\":99}").isNull());
        JsonNode refused = client.call("RPC.Ping", "").path("error");
        assertTrue(
                refused.toString(),
                refused.path("message").asText().startsWith("shutting down in"));
        eventually(() -> assertEquals("[\"note.txt\"]", result("FS.List", "").toString()));
        eventually(() -> assertEquals(2, gateway.output().split("ready: ", -1).length - 1));
    }

    private JsonNode result(String method, String params) throws IOException {
        JsonNode answer = client.call(method, params);
        assertTrue(method + ": " + answer, answer.has("result"));
        return answer.path("result");
    }
}
