package ccm.cloud.azure;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.rpc.RpcPeer;
import ccm.api.shadow.ShadowDocument;
import ccm.sim.cloud.azure.AzureEmulator;
import ccm.sim.cloud.azure.Enrollment;
import ccm.sim.cloud.azure.HubAccess;
import ccm.sim.cloud.azure.MethodResult;
import ccm.sim.cloud.azure.Telemetry;
import ccm.sim.cloud.server.Credential;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole way to an emulated hub, over TLS, with everything that a hub does. */
@ExtendWith(Quiet.class)
class AzureTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    @TempDir Path folder;
    private AzureEmulator hub;

    @BeforeEach
    void starts() throws Exception {
        hub = AzureEmulator.start(EmulatorOptions.in(folder));
    }

    @AfterEach
    void closes() {
        hub.close();
    }

    @Test
    void carriesMessagesBothWays() throws Exception {
        try (Gateway gateway = gateway(hub.settings()).ready()) {
            gateway.publish("a/b", "{\"v\":1}", 1);
            gateway.publish("t1", "hello", 0);
            eventually(() -> assertEquals(2, hub.telemetry(0).size()));
            Telemetry first = hub.telemetry(0).get(0);
            assertEquals(
                    Map.of("topic", "a/b", "$.ct", "application/json", "$.ce", "utf-8"),
                    first.properties());
            assertEquals("{\"v\":1}", first.text());

            hub.tell(Gateway.ID, Map.of("topic", "led/on"), "1".getBytes(UTF_8));
            eventually(() -> assertEquals(List.of("led/on 1"), gateway.messages()));
            eventually(() -> assertEquals(0, hub.pending(Gateway.ID)));
        }
    }

    @Test
    void getsWhatCameWhileItWasAway() throws Exception {
        hub.tell(Gateway.ID, Map.of("topic", "early"), new byte[0]);
        try (Gateway gateway = gateway(hub.settings()).ready()) {
            eventually(() -> assertEquals(List.of("early "), gateway.messages()));
        }
        hub.tell(Gateway.ID, Map.of("topic", "late"), new byte[0]);
        try (Gateway gateway = gateway(hub.settings()).ready()) {
            eventually(() -> assertEquals(List.of("late "), gateway.messages()));
        }
    }

    @Test
    void keepsTheTwinInStep() throws Exception {
        hub.desire(tree("{\"on\":true}"));
        try (Gateway gateway = gateway(hub.settings()).ready()) {
            ShadowDocument document = Gateway.get(gateway.shadow().get());
            assertEquals("{\"on\":true}", document.desired().toString());
            assertEquals(2, document.version());

            Gateway.get(
                    gateway.shadow().report(tree("{\"on\":false,\"a\":{\"b\":1}}"), tree("{}")));
            Gateway.get(gateway.shadow().report(tree("{\"a\":{\"b\":null},\"c\":2}"), tree("{}")));
            assertEquals(
                    "{\"on\":false,\"a\":{},\"c\":2}", hub.shadow().path("reported").toString());

            hub.desire(tree("{\"on\":null,\"rate\":5}"));
            hub.replaceDesired(Gateway.ID, tree("{\"rate\":6}"));
            eventually(() -> assertEquals(2, gateway.changes().size()));
            assertEquals("{\"on\":null,\"rate\":5}", gateway.changes().get(0).desired().toString());
            assertEquals(3, gateway.changes().get(0).version());
            assertEquals("{\"rate\":6}", gateway.changes().get(1).desired().toString());
            assertEquals(4, gateway.changes().get(1).version());
        }
    }

    @Test
    void answersMethods() throws Exception {
        try (Gateway gateway = gateway(hub.settings()).ready()) {
            gateway.component().bindExchange(new Echo());
            assertEquals(
                    new MethodResult(200, "{\"delay\":1}"), call("Sys.Reboot", "{\"delay\":1}"));
            assertEquals(400, call("Sys.Reboot", "{").status());
        }
        eventually(() -> assertFalse(hub.server().session(Gateway.ID).orElseThrow().connected()));
        assertEquals(404, call("Sys.Reboot", "").status(), "it is not there any more");
    }

    @Test
    void showsACertificateInThePlaceOfAToken() throws Exception {
        Credential own = hub.certificate(Gateway.ID);
        own.write(folder.resolve("own.crt.pem"), folder.resolve("own.key.pem"));
        hub.register(
                Gateway.ID, HubAccess.byThumbprints(Credential.fingerprint(own.certificate())));
        try (Gateway gateway = gateway(certified()).ready()) {
            gateway.publish("t", "x", 1);
        }
        hub.register(Gateway.ID, HubAccess.byAuthority());
        try (Gateway gateway = gateway(certified()).ready()) {
            gateway.publish("t", "x", 1);
        }
    }

    @Test
    void speaksOverWebSocket() throws Exception {
        try (Gateway gateway = gateway(hub.settings(), "ws_enable", true).ready()) {
            gateway.publish("t", "x", 1);
            assertEquals(1, hub.telemetry(0).size());
        }
    }

    @Test
    void isAssignedAHubAndRemembersIt() throws Exception {
        hub.provisioning(1, 0);
        hub.enroll("*", Enrollment.group(HubAccess.byKey(groupKey())).device("dev-7"));
        try (Gateway gateway = gateway(hub.provisionedSettings()).ready()) {
            gateway.publish("t", "x", 1);
            assertEquals("dev-7", hub.telemetry(0).get(0).device());
            hub.tell("dev-7", Map.of("topic", "led"), new byte[0]);
            eventually(() -> assertEquals(List.of("led "), gateway.messages()));
        }
        int asked = hub.service().journal().of("connect").size();
        try (Gateway gateway = gateway(hub.provisionedSettings()).ready()) {
            gateway.publish("t", "y", 1);
            assertEquals(asked, hub.service().journal().of("connect").size());
            assertTrue(Files.exists(folder.resolve("azure/hub.json")));
        }
    }

    @Test
    void isAssignedAgainWhenTheHubDoesNotKnowItAnyMore() throws Exception {
        hub.provisioning(0, 0);
        try (Gateway gateway = gateway(hub.provisionedSettings())) {
            gateway.ready();
        }
        hub.delete(Gateway.ID);
        try (Gateway gateway = gateway(hub.provisionedSettings())) {
            gateway.ready();
            gateway.publish("t", "x", 1);
        }
    }

    @Test
    void isAssignedAHubByItsCertificate() throws Exception {
        hub.provisioning(0, 0);
        hub.enroll(Gateway.ID, Enrollment.individual(HubAccess.byAuthority()));
        hub.certificate(Gateway.ID)
                .write(folder.resolve("own.crt.pem"), folder.resolve("own.key.pem"));
        Map<String, String> settings = hub.provisionedSettings();
        settings.remove("azure.dps.group_key");
        settings.put("azure.cert", folder.resolve("own.crt.pem").toString());
        settings.put("azure.key", folder.resolve("own.key.pem").toString());
        try (Gateway gateway = gateway(settings).ready()) {
            gateway.publish("t", "x", 1);
        }
    }

    private Map<String, String> certified() {
        Map<String, String> settings = new LinkedHashMap<>(hub.settings());
        settings.remove("azure.cs");
        settings.put("azure.host_name", AzureEmulator.HOST);
        settings.put("azure.cert", folder.resolve("own.crt.pem").toString());
        settings.put("azure.key", folder.resolve("own.key.pem").toString());
        return settings;
    }

    private String groupKey() {
        return hub.provisionedSettings().get("azure.dps.group_key");
    }

    private MethodResult call(String method, String payload) throws Exception {
        return hub.call(Gateway.ID, method, payload, Duration.ofSeconds(10))
                .get(20, TimeUnit.SECONDS);
    }

    private Gateway gateway(Map<String, String> settings, Object... more) {
        return new Gateway(folder, settings, more);
    }

    private static ObjectNode tree(String json) throws Exception {
        return (ObjectNode) JSON.readTree(json);
    }

    /** Answers with the params. */
    private static final class Echo implements FrameExchange {
        @Override
        public CompletionStage<FrameReply> exchange(RpcPeer peer, byte[] frame) {
            assertFalse(peer.isHost());
            ObjectNode answer = JSON.createObjectNode().put("id", 1);
            try {
                answer.set("result", JSON.readTree(frame).path("params"));
            } catch (java.io.IOException e) {
                throw new IllegalStateException(e);
            }
            return CompletableFuture.completedFuture(
                    new FrameReply(
                            FrameReply.Kind.ANSWER, 0, "azure", answer.toString().getBytes(UTF_8)));
        }

        @Override
        public CompletionStage<FrameReply> exchange(RpcPeer peer, byte[] frame, String method) {
            return exchange(peer, frame);
        }

        @Override
        public int maxFrame() {
            return 4096;
        }
    }
}
