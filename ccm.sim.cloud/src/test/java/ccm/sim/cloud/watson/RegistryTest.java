package ccm.sim.cloud.watson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Registration over HTTP, and a device that comes of it. */
@ExtendWith(Quiet.class)
class RegistryTest {
    private static final String TYPES = "/api/v0002/device/types";
    private static final ObjectMapper JSON = new ObjectMapper();
    @TempDir Path folder;
    private WatsonEmulator cloud;

    private record Answer(int code, JsonNode body) {}

    @BeforeEach
    void starts() throws Exception {
        cloud = WatsonEmulator.start(EmulatorOptions.in(folder));
    }

    @AfterEach
    void closes() {
        cloud.close();
    }

    @Test
    void registersADeviceThatCanConnectThen() throws Exception {
        assertEquals(201, ask("POST", TYPES, "{\"id\":\"lamp\"}").code());
        assertEquals(409, ask("POST", TYPES, "{\"id\":\"lamp\"}").code());
        Answer made = ask("POST", TYPES + "/lamp/devices", "{\"deviceId\":\"l1\"}");
        assertEquals(201, made.code());
        assertEquals("d:ccmsim:lamp:l1", made.body().path("clientId").asText());
        connect("d:ccmsim:lamp:l1", made.body().path("authToken").asText());
        Answer seen = ask("GET", TYPES + "/lamp/devices/l1", "");
        assertTrue(seen.body().path("authToken").isMissingNode());
        assertEquals(409, ask("DELETE", TYPES + "/lamp", "").code());
        assertEquals(204, ask("DELETE", TYPES + "/lamp/devices/l1", "").code());
        assertEquals(404, ask("GET", TYPES + "/lamp/devices/l1", "").code());
        assertEquals(204, ask("DELETE", TYPES + "/lamp", "").code());
        assertEquals(1, ask("GET", TYPES, "").body().path("meta").path("total_rows").asInt());
    }

    @Test
    void refusesWhatIsWrong() throws Exception {
        assertEquals(401, ask("GET", TYPES, "", "a-ccmsim-emulated00:wrong").code());
        assertEquals(400, ask("POST", TYPES, "{\"id\":\"a b\"}").code());
        assertEquals(400, ask("POST", TYPES, "[").code());
        assertEquals(404, ask("GET", TYPES + "/none/devices", "").code());
        assertEquals(404, ask("POST", TYPES + "/none/devices", "{}").code());
        String here = TYPES + "/mos/devices";
        assertEquals(409, ask("POST", here, "{\"deviceId\":\"ccm-0001\"}").code());
        Answer token = ask("POST", here, "{\"deviceId\":\"x\",\"authToken\":\"short\"}");
        assertEquals(400, token.code());
        assertTrue(token.body().path("message").asText().contains("8 to 36"));
        assertEquals(405, ask("PUT", TYPES, "{}").code());
    }

    private void connect(String clientId, String token) throws Exception {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName("use-token-auth");
        options.setPassword(token.toCharArray());
        options.setSocketFactory(trusting().getSocketFactory());
        String url = "ssl://localhost:" + cloud.server().port();
        try (MqttClient client = new MqttClient(url, clientId, new MemoryPersistence())) {
            client.connect(options);
            client.publish("iot-2/evt/x/fmt/json", "{}".getBytes(UTF_8), 1, true);
            client.disconnect();
        }
        assertEquals("x", cloud.events(0).get(0).event());
    }

    private Answer ask(String method, String path, String body) throws Exception {
        return ask(method, path, body, WatsonEmulator.API_KEY + ":" + cloud.apiToken());
    }

    private Answer ask(String method, String path, String body, String login) throws Exception {
        URI url = URI.create("https://localhost:" + cloud.server().port() + path);
        HttpsURLConnection connection = (HttpsURLConnection) url.toURL().openConnection();
        connection.setSSLSocketFactory(trusting().getSocketFactory());
        connection.setRequestMethod(method);
        connection.setRequestProperty("Connection", "close");
        String basic = Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
        connection.setRequestProperty("Authorization", "Basic " + basic);
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(UTF_8));
            }
        }
        int code = connection.getResponseCode();
        try (InputStream in =
                code < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(code, in == null ? JSON.nullNode() : JSON.readTree(in));
        }
    }

    private SSLContext trusting() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", cloud.server().authority().certificate());
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
