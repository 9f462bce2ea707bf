package ccm.cloud.gcp;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.Fault;
import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.rpc.RpcPeer;
import ccm.api.shadow.ShadowChange;
import ccm.sim.cloud.gcp.GcpEmulator;
import ccm.sim.cloud.gcp.Told;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole way to an emulated IoT Core, over TLS. */
@ExtendWith(Quiet.class)
class GcpTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    @TempDir Path folder;
    private GcpEmulator cloud;

    @BeforeEach
    void starts() throws Exception {
        cloud = GcpEmulator.start(EmulatorOptions.in(folder));
    }

    @AfterEach
    void closes() {
        cloud.close();
    }

    @Test
    void carriesMessagesBothWays() throws Exception {
        try (Gateway gateway = gateway().ready()) {
            gateway.publish("a/b", "{\"v\":1}", 1);
            gateway.publish("t 1", "hello", 0);
            eventually(() -> assertEquals(List.of("a/b {\"v\":1}", "t%201 hello"), events()));
            assertTrue(cloud.command("led/on", "1".getBytes(UTF_8)));
            assertTrue(cloud.command("", "2".getBytes(UTF_8)));
            eventually(
                    () ->
                            assertEquals(
                                    List.of("led/on 1", "/devices/ccm-0001/commands 2"),
                                    gateway.messages()));
        }
        eventually(() -> assertFalse(cloud.command("led/on", new byte[0]), "nobody is there"));
    }

    @Test
    void keepsTheShadowInStep() throws Exception {
        cloud.desire(tree("{\"on\":true}"));
        try (Gateway gateway = gateway().ready()) {
            assertEquals("{\"on\":true}", desired(gateway));
            cloud.desire(tree("{\"on\":null,\"rate\":5}"));
            eventually(
                    () ->
                            assertEquals(
                                    "{\"rate\":5}",
                                    gateway.changes()
                                            .get(gateway.changes().size() - 1)
                                            .desired()
                                            .toString()));
            assertTrue(
                    gateway.changes().stream()
                            .allMatch(each -> each.kind() == ShadowChange.Kind.WHOLE));
            Gateway.get(gateway.shadow().report(tree("{\"a\":1}"), tree("{\"a\":1,\"b\":2}")));
            assertEquals("{\"a\":1,\"b\":2}", cloud.shadow().path("reported").toString());
            ExecutionException soon =
                    assertThrows(
                            ExecutionException.class,
                            () -> Gateway.get(gateway.shadow().report(tree("{}"), tree("{}"))));
            assertEquals(Fault.THROTTLED, ((CloudException) soon.getCause()).fault());
            assertEquals(1, gateway.connections(), "which the cloud would have closed");
        }
    }

    @Test
    void wantsNothingByAnEmptyConfigurationOrOneThatIsNoJson() throws Exception {
        try (Gateway gateway = gateway().ready()) {
            assertEquals("{}", desired(gateway));
            cloud.configure("on=true".getBytes(UTF_8));
            cloud.configure("{\"on\":true}".getBytes(UTF_8));
            eventually(() -> assertEquals(1, gateway.changes().size()));
            assertEquals("{\"on\":true}", gateway.changes().get(0).desired().toString());
        }
    }

    @Test
    void answersCallsInTheFolderOfCalls() throws Exception {
        try (Gateway gateway = gateway().ready()) {
            gateway.component().bindExchange(new Echo());
            cloud.command("rpc", "{\"id\":1,\"src\":\"ops\",\"method\":\"X\"}".getBytes(UTF_8));
            eventually(() -> assertEquals(1, cloud.events(0).size()));
            assertEquals("ops {\"id\":1,\"src\":\"ops\",\"method\":\"X\"}", events().get(0));
            assertEquals(List.of(), gateway.messages());
        }
    }

    @Test
    void refusesWhatTheCloudDoesNotTake() throws Exception {
        try (Gateway gateway = gateway().ready()) {
            assertEquals(256 * 1024, gateway.connector().capabilities().maxPayload());
            assertFalse(gateway.connector().capabilities().retain());
            gateway.publish("big", "x".repeat(256 * 1024), 1);
            assertTrue(
                    gateway.shadow()
                            .refusal(tree("{}"), tree("{\"a\":\"" + "x".repeat(65_536) + "\"}"))
                            .orElseThrow()
                            .contains("65536"));
            assertTrue(gateway.shadow().refusal(JSON.readTree("[]"), tree("{}")).isPresent());
            assertThrows(
                    ExecutionException.class,
                    () ->
                            Gateway.get(
                                    gateway.shadow()
                                            .update(
                                                    tree("{\"desired\":{}}"),
                                                    java.util.Optional.empty())));
            assertEquals(1, gateway.connections());
        }
    }

    @Test
    void saysWhichCredentialIsWrong() throws Exception {
        cloud.forgetKeys();
        faulty(cloud.settings(), Fault.CREDENTIALS, "");
        faulty(with("gcp.project", "other"), Fault.CREDENTIALS, "");
        faulty(with("gcp.project", ""), Fault.SETTINGS, "gcp.project: is empty");
        faulty(with("gcp.project", "projects/p"), Fault.SETTINGS, "gcp.project: is \"projects/p\"");
        faulty(with("gcp.region", ""), Fault.SETTINGS, "gcp.region: is empty");
        faulty(with("gcp.registry", ""), Fault.SETTINGS, "gcp.registry: is empty");
        faulty(with("gcp.device", "1x"), Fault.SETTINGS, "gcp.device: is \"1x\"");
        faulty(with("gcp.server", "a b"), Fault.SETTINGS, "gcp.server: is \"a b\"");
        faulty(with("gcp.key", ""), Fault.SETTINGS, "gcp.key: is empty");
        faulty(with("gcp.key", "none.pem"), Fault.SETTINGS, "no such file");
        faulty(
                with("gcp.key", folder.resolve("device.crt.pem").toString()),
                Fault.SETTINGS,
                "no private key in it");
        Path torn = folder.resolve("torn.pem");
        Files.writeString(torn, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        faulty(with("gcp.key", torn.toString()), Fault.SETTINGS, "gcp.key: " + torn);
    }

    /** Fresh tokens while everything goes wrong: none that was acknowledged is lost. */
    @Test
    void losesNothingWhileTokensEndAndConnectionsBreak() throws Exception {
        int rounds = Boolean.getBoolean("ccm.long") ? 200 : 8;
        long seed = Long.getLong("ccm.seed", 5);
        Random random = new Random(seed);
        Set<String> acknowledged = new TreeSet<>();
        try (Gateway gateway = gateway().ready()) {
            for (int round = 0; round < rounds; round++) {
                List<CompletionStage<Void>> sent = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    sent.add(publish(gateway, round + "-" + i));
                }
                switch (random.nextInt(3)) {
                    case 0 -> cloud.server().expire();
                    case 1 -> cloud.server().restart(random.nextInt(50));
                    default -> gateway.connector(); // a quiet round
                }
                for (int i = 0; i < sent.size(); i++) {
                    if (kept(sent.get(i))) {
                        acknowledged.add(round + "-" + i);
                    }
                }
                cloud.desire(tree("{\"round\":" + round + "}"));
                String wanted = "{\"round\":" + round + "}";
                gateway.ready();
                eventually(() -> assertEquals(wanted, desiredNow(gateway)));
            }
        }
        Set<String> arrived = cloud.events(0).stream().map(Told::text).collect(Collectors.toSet());
        assertTrue(arrived.containsAll(acknowledged), () -> "seed " + seed);
        assertFalse(acknowledged.isEmpty());
    }

    private static CompletionStage<Void> publish(Gateway gateway, String text) {
        return gateway.connector().publish(new CloudMessage("t", text.getBytes(UTF_8), 1, false));
    }

    private static boolean kept(CompletionStage<Void> sent) throws Exception {
        try {
            sent.toCompletableFuture().get(20, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) { // the engine sends it again
            return false;
        }
    }

    private static String desiredNow(Gateway gateway) {
        try {
            return desired(gateway);
        } catch (Exception e) { // the connection was lost meanwhile
            throw new AssertionError(e);
        }
    }

    private static String desired(Gateway gateway) throws Exception {
        return Gateway.get(gateway.shadow().get()).desired().toString();
    }

    private void faulty(Map<String, String> settings, Fault fault, String reason) {
        try (Gateway gateway = new Gateway(folder, settings)) {
            eventually(
                    () -> {
                        assertEquals(fault, gateway.state().fault());
                        assertTrue(
                                gateway.state().reason().contains(reason),
                                () -> gateway.state().reason());
                    });
        }
    }

    private Map<String, String> with(String path, String value) {
        Map<String, String> settings = new LinkedHashMap<>(cloud.settings());
        settings.put(path, value);
        return settings;
    }

    private Gateway gateway() {
        return new Gateway(folder, cloud.settings());
    }

    private List<String> events() {
        return cloud.events(0).stream().map(each -> each.folder() + " " + each.text()).toList();
    }

    private static ObjectNode tree(String json) throws Exception {
        return (ObjectNode) JSON.readTree(json);
    }

    /** Answers ops with the frame itself. */
    private static final class Echo implements FrameExchange {
        @Override
        public CompletionStage<FrameReply> exchange(RpcPeer peer, byte[] frame) {
            assertEquals(RpcPeer.Zone.NETWORK, peer.zone());
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
