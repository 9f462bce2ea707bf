package ccm.cloud.watson;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.rpc.RpcPeer;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.watson.WatsonEmulator;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The platform manages the gateway: its firmware, its restarts. */
@ExtendWith(Quiet.class)
class ManagementTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BUNDLE = "the bundle";
    @TempDir Path folder;
    private final TestUpdater updater = new TestUpdater();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private WatsonEmulator cloud;
    private HttpServer files;

    @BeforeEach
    void starts() throws Exception {
        cloud = WatsonEmulator.start(EmulatorOptions.in(folder.resolve("cloud")));
        files = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        files.createContext(
                "/fw.zip",
                exchange -> {
                    try {
                        gate.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.getResponseHeaders().add("Connection", "close");
                    exchange.sendResponseHeaders(200, BUNDLE.length());
                    exchange.getResponseBody().write(BUNDLE.getBytes(UTF_8));
                    exchange.close();
                });
        files.start();
    }

    @AfterEach
    void closes() {
        gate.countDown();
        files.stop(0);
        cloud.close();
    }

    @Test
    void isManagedAndBringsFirmwareToTheHost() throws Exception {
        try (TestGateway gateway = managed()) {
            assertEquals("0000C0A1B2C3", cloud.managed().at("/deviceInfo/serialNumber").asText());
            cloud.update(firmware("fw.zip", sha256()));
            eventually(() -> assertEquals(List.of(BUNDLE), updater.bundles));
            eventually(() -> assertTrue(steps().contains("notify state 2, updateStatus 1")));
            updater.succeed();
            eventually(() -> assertEquals("SUCCEEDED", stage()));
            assertEquals(
                    List.of(
                            "device/update",
                            "rc 204",
                            "observe",
                            "rc 200",
                            "mgmt/initiate/firmware/download",
                            "rc 202",
                            "notify state 1, updateStatus 0",
                            "notify state 2, updateStatus 0",
                            "cancel",
                            "rc 200",
                            "observe",
                            "rc 200",
                            "mgmt/initiate/firmware/update",
                            "rc 202",
                            "notify state 2, updateStatus 1",
                            "notify state 0, updateStatus 0",
                            "cancel",
                            "rc 200"),
                    steps());
            assertEquals(1, gateway.connections());
        }
    }

    /** The cloud is connected a moment before all of the gateway is there. */
    @Test
    void waitsForTheUpdaterAtTheStart() throws Exception {
        try (TestGateway gateway = new TestGateway(folder.resolve("data"), cloud.settings())) {
            gateway.awaitReady();
            eventually(
                    () ->
                            assertTrue(
                                    cloud.managed()
                                            .at("/supports/firmwareActions")
                                            .asBoolean(false)));
            cloud.update(firmware("fw.zip", sha256()));
            eventually(() -> assertTrue(steps().contains("mgmt/initiate/firmware/download")));
            gateway.component().bindUpdater(updater);
            eventually(() -> assertEquals(List.of(BUNDLE), updater.bundles));
            updater.succeed();
            eventually(() -> assertEquals("SUCCEEDED", stage()));
        }
    }

    @Test
    void saysWhyFirmwareCannotBeBrought() throws Exception {
        try (TestGateway gateway = managed()) {
            fails(firmware("fw.zip", "0".repeat(64)), "the device says updateStatus 4");
            fails(firmware("fw.zip", "crc"), "the device says updateStatus 4");
            fails(firmware("none.zip", ""), "the device says updateStatus 6");
            fails(firmware("fw.zip", "").put("uri", "ftp://x/y"), "400");
            cloud.update(firmware("fw.zip", ""));
            eventually(() -> assertEquals(1, updater.bundles.size()));
            updater.fail(Reason.BAD_BUNDLE);
            eventually(() -> assertEquals("FAILED", stage()));
            assertTrue(reason().contains("updateStatus 5"), this::reason);
            cloud.update(firmware("fw.zip", "").put("version", "3"));
            eventually(() -> assertEquals(2, updater.bundles.size()));
            updater.fail(Reason.NO_SPACE);
            eventually(() -> assertTrue(reason().contains("updateStatus 2"), this::reason));
            gateway.component().unbindUpdater(updater);
            fails(firmware("fw.zip", "").put("version", "4"), "501");
        }
    }

    @Test
    void goesOnWithADownloadAndAnUpdateAfterARestart() throws Exception {
        gate = new CountDownLatch(1);
        try (TestGateway gateway = managed()) {
            assertTrue(gateway.state().ready());
            cloud.update(firmware("fw.zip", sha256()));
            eventually(() -> assertTrue(steps().contains("notify state 1, updateStatus 0")));
        }
        gate.countDown();
        try (TestGateway gateway = managed()) {
            assertTrue(gateway.state().ready());
            eventually(() -> assertEquals(List.of(BUNDLE), updater.bundles));
            eventually(() -> assertTrue(steps().contains("notify state 2, updateStatus 1")));
        }
        updater.endAlone();
        try (TestGateway gateway = managed()) {
            assertTrue(gateway.state().ready());
            eventually(() -> assertEquals("SUCCEEDED", stage(), () -> steps().toString()));
            assertEquals(1, updater.bundles.size());
        }
    }

    @Test
    void restartsWhenAskedOrSaysWhyNot() throws Exception {
        try (TestGateway gateway = managed()) {
            Methods methods = new Methods();
            gateway.component().bindExchange(methods);
            assertEquals(202, code("mgmt/initiate/device/reboot", ""));
            assertEquals(202, code("mgmt/initiate/device/factory_reset", ""));
            assertEquals(List.of("Sys.Reboot", "Config.FactoryReset"), methods.called);
            methods.error = "{\"code\":404,\"message\":\"no\"}";
            assertEquals(501, code("mgmt/initiate/device/reboot", ""));
            methods.error = "{\"code\":403,\"message\":\"rpc.acl\"}";
            assertEquals(500, code("mgmt/initiate/device/reboot", ""));
        }
    }

    @Test
    void answersWhatItKnowsAndRefusesTheRest() throws Exception {
        try (TestGateway gateway = managed()) {
            assertEquals(501, code("mgmt/initiate/device/dance", ""));
            assertEquals(400, code("device/update", "{}"));
            assertEquals(404, code("device/update", field("sky", "{}")));
            assertEquals(204, code("device/update", field("location", "{\"longitude\":1}")));
            assertEquals(400, code("device/update", field("mgmt.firmware", "7")));
            assertEquals(404, code("observe", field("sky", "{}")));
            JsonNode seen = ask("observe", field("location", "{}"));
            assertEquals(1, seen.at("/d/fields/0/value/longitude").asInt());
            assertEquals(400, code("mgmt/initiate/firmware/update", ""));
            String same = field("mgmt.firmware", firmware("fw.zip", "").toString());
            assertEquals(204, code("device/update", same));
            assertEquals(200, code("device/update", same));
            cloud.say("observe", "garbage");
            cloud.say("observe", "[".repeat(5_000));
            cloud.say("observe", "{\"d\":" + "{\"d\":".repeat(200) + "1" + "}".repeat(201));
            assertEquals(200, code("cancel", field("mgmt.firmware", "{}")));
            assertEquals(1, gateway.connections());
        }
    }

    private TestGateway managed() {
        TestGateway gateway = new TestGateway(folder.resolve("data"), cloud.settings());
        gateway.component().bindUpdater(updater);
        gateway.awaitReady();
        eventually(
                () -> assertTrue(cloud.managed().at("/supports/firmwareActions").asBoolean(false)));
        return gateway;
    }

    private void fails(ObjectNode firmware, String why) {
        cloud.update(firmware);
        eventually(() -> assertEquals("FAILED", stage()));
        assertTrue(reason().contains(why), this::reason);
        eventually(
                () ->
                        assertEquals(
                                "rc 200",
                                steps().get(steps().size() - 1)
                                        .replace("400", "200")
                                        .replace("501", "200")));
    }

    private ObjectNode firmware(String name, String verifier) {
        String uri = "http://127.0.0.1:" + files.getAddress().getPort() + "/" + name;
        ObjectNode firmware = JsonNodeFactory.instance.objectNode();
        return firmware.put("version", "2.0")
                .put("name", "fw")
                .put("uri", uri)
                .put("verifier", verifier);
    }

    private static String sha256() throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(BUNDLE.getBytes(UTF_8)));
    }

    private static String field(String name, String value) {
        return "{\"fields\":[{\"field\":\"" + name + "\",\"value\":" + value + "}]}";
    }

    private int code(String what, String d) throws Exception {
        return ask(what, d).path("rc").asInt();
    }

    private JsonNode ask(String what, String d) throws Exception {
        JsonNode body = d.isEmpty() ? JsonNodeFactory.instance.missingNode() : JSON.readTree(d);
        return TestGateway.get(cloud.ask(what, body));
    }

    private String stage() {
        return cloud.firmware().path("stage").asText();
    }

    private String reason() {
        return cloud.firmware().path("reason").asText();
    }

    private List<String> steps() {
        List<String> steps = new ArrayList<>();
        cloud.firmware().path("steps").forEach(each -> steps.add(each.asText()));
        return steps;
    }

    /** Answers calls of methods, or refuses them. */
    private static final class Methods implements FrameExchange {
        private final List<String> called = new CopyOnWriteArrayList<>();
        private volatile String error = "";

        @Override
        public CompletionStage<FrameReply> exchange(RpcPeer peer, byte[] frame) {
            try {
                called.add(JSON.readTree(frame).path("method").asText());
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
            String answer =
                    error.isEmpty()
                            ? "{\"id\":1,\"result\":null}"
                            : "{\"id\":1,\"error\":" + error + "}";
            return CompletableFuture.completedFuture(
                    new FrameReply(FrameReply.Kind.ANSWER, 0, "watson", answer.getBytes(UTF_8)));
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
