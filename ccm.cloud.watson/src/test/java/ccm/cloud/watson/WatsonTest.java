package ccm.cloud.watson;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudMessage;
import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.rpc.RpcPeer;
import ccm.api.shadow.ShadowChange;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.watson.WatsonEmulator;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole way to an emulated platform, over TLS. */
@ExtendWith(Quiet.class)
class WatsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    @TempDir Path folder;
    private WatsonEmulator cloud;

    @BeforeEach
    void starts() throws Exception {
        cloud = WatsonEmulator.start(EmulatorOptions.in(folder));
    }

    @AfterEach
    void closes() {
        cloud.close();
    }

    @Test
    void carriesMessagesBothWays() throws Exception {
        try (TestGateway gateway = gateway().ready()) {
            gateway.publish("a/b", "{\"v\":1}", 1);
            gateway.publish("t", "hello", 0);
            gateway.publish("iot-2/evt/x y/fmt/text", "1", 1);
            eventually(
                    () ->
                            assertEquals(
                                    List.of("a_b json {\"v\":1}", "t txt hello", "x y text 1"),
                                    events()));
            assertTrue(cloud.command("led_on", "json", "1".getBytes(UTF_8)));
            eventually(() -> assertEquals(List.of("led_on 1"), gateway.messages()));
            TestGateway.get(gateway.connector().subscribe("led/+", 1));
            assertTrue(cloud.command("led_on", "json", "2".getBytes(UTF_8)));
            eventually(() -> assertEquals("led/on 2", gateway.messages().get(1)));
        }
    }

    @Test
    void connectsWithACertificateOrBoth() throws Exception {
        try (TestGateway gateway = new TestGateway(folder, cloud.certificateSettings()).ready()) {
            gateway.publish("a", "1", 1);
        }
        cloud.needBoth(true);
        Map<String, String> both = new LinkedHashMap<>(cloud.settings());
        both.putAll(cloud.certificateSettings());
        try (TestGateway gateway = new TestGateway(folder, both).ready()) {
            gateway.publish("a", "2", 1);
        }
        assertEquals(List.of("a json 1", "a json 2"), events());
    }

    /** The platform keeps fifty commands for a session that is kept. */
    @Test
    void isToldWhatItHasMissed() throws Exception {
        gateway().ready().close();
        eventually(() -> assertFalse(cloud.server().sessions().get(0).connected()));
        for (int i = 0; i < 60; i++) {
            assertTrue(cloud.command("c", "txt", ("" + i).getBytes(UTF_8)));
        }
        try (TestGateway gateway = gateway().ready()) {
            eventually(() -> assertEquals(50, gateway.messages().size()));
            assertEquals("c 10", gateway.messages().get(0));
            assertEquals("c 59", gateway.messages().get(49));
        }
    }

    @Test
    void keepsTheShadowInStepAndOverARestart() throws Exception {
        cloud.desire(tree("{\"on\":true}"));
        try (TestGateway gateway = gateway().ready()) {
            eventually(() -> assertEquals("{\"on\":true}", desired(gateway)));
            cloud.desire(tree("{\"on\":null,\"rate\":5}"));
            eventually(() -> assertEquals("{\"rate\":5}", desired(gateway)));
            assertTrue(
                    gateway.changes().stream()
                            .allMatch(each -> each.kind() == ShadowChange.Kind.WHOLE));
            TestGateway.get(gateway.shadow().report(tree("{\"a\":1}"), tree("{\"a\":1,\"b\":2}")));
            assertEquals("{\"a\":1,\"b\":2}", cloud.shadow().path("reported").toString());
            TestGateway.get(gateway.shadow().update(tree("{\"reported\":{}}"), Optional.empty()));
            assertEquals("{}", cloud.shadow().path("reported").toString());
            assertThrows(
                    ExecutionException.class,
                    () ->
                            TestGateway.get(
                                    gateway.shadow()
                                            .update(tree("{\"desired\":{}}"), Optional.empty())));
        }
        try (TestGateway gateway = gateway()) {
            assertEquals("{\"rate\":5}", desired(gateway), "which nobody says again");
        }
    }

    @Test
    void answersCallsByAnEventForTheCaller() throws Exception {
        try (TestGateway gateway = gateway().ready()) {
            Echo echo = new Echo();
            gateway.component().bindExchange(echo);
            String frame = "{\"id\":1,\"src\":\"ops\",\"method\":\"X\"}";
            cloud.command("mgrpc-ccm-0001", "json", frame.getBytes(UTF_8));
            eventually(() -> assertEquals(List.of("mgrpc-ops json " + frame), events()));
            cloud.command("mgrpc-another", "json", frame.getBytes(UTF_8));
            eventually(() -> assertEquals(List.of("mgrpc-another " + frame), gateway.messages()));
            assertEquals(List.of(RpcPeer.Zone.NETWORK), echo.zones);
        }
    }

    /** Ten unacknowledged are the most that the platform takes; ours are nine. */
    @Test
    void staysBelowTenUnacknowledged() throws Exception {
        try (TestGateway gateway =
                new TestGateway(folder, cloud.settings(), "manage", false).ready()) {
            cloud.hold(true);
            List<CompletableFuture<Void>> sent = new ArrayList<>();
            for (int i = 0; i < gateway.connector().capabilities().maxInflight(); i++) {
                CloudMessage message = new CloudMessage("t", ("" + i).getBytes(UTF_8), 1, false);
                sent.add(gateway.connector().publish(message).toCompletableFuture());
            }
            sent.add(
                    gateway.shadow()
                            .report(tree("{\"a\":1}"), tree("{\"a\":1}"))
                            .toCompletableFuture());
            sent.add(
                    gateway.shadow()
                            .report(tree("{\"a\":2}"), tree("{\"a\":2}"))
                            .toCompletableFuture());
            eventually(() -> assertEquals(9, cloud.events(0).size()));
            assertTrue(sent.stream().noneMatch(CompletableFuture::isDone));
            cloud.hold(false);
            for (CompletableFuture<Void> each : sent) {
                TestGateway.get(each);
            }
            assertEquals("{\"a\":2}", cloud.shadow().path("reported").toString());
            assertEquals(List.of(), cloud.server().journal().of("ignored"));
            assertEquals(1, gateway.connections());
        }
    }

    private static String desired(TestGateway gateway) {
        try {
            return TestGateway.get(gateway.shadow().get()).desired().toString();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private TestGateway gateway() {
        return new TestGateway(folder, cloud.settings());
    }

    private List<String> events() {
        return cloud.events(0).stream()
                .map(each -> each.event() + " " + each.format() + " " + each.text())
                .toList();
    }

    private static ObjectNode tree(String json) throws Exception {
        return (ObjectNode) JSON.readTree(json);
    }

    /** Answers with the frame itself. */
    private static final class Echo implements FrameExchange {
        private final List<RpcPeer.Zone> zones = new ArrayList<>();

        @Override
        public CompletionStage<FrameReply> exchange(RpcPeer peer, byte[] frame) {
            zones.add(peer.zone());
            return CompletableFuture.completedFuture(
                    new FrameReply(FrameReply.Kind.ANSWER, 0, "ops", frame));
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
