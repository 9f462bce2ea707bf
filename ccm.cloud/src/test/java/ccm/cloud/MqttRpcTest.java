package ccm.cloud;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudMessage;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.testing.Configs;
import ccm.testing.FakeDevice;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that come through the clouds, and their answers. */
@ExtendWith(Quiet.class)
class MqttRpcTest {
    private static final String CALL = "{\"id\":7,\"src\":\"me\",\"method\":\"Sum\"}";
    private static final String ANSWER = "me/rpc={\"id\":7,\"result\":\"Sum\"}";

    @TempDir Path data;
    private final FakeExchange exchange = new FakeExchange();
    private Engine engine;
    private FakeCloud cloud;

    @BeforeEach
    void start() {
        engine = new Engine(data, new MemoryOutbox(new MemoryOutbox.Disk()));
        engine.rpc.bindDevice(new FakeDevice("ccm_1"));
        engine.rpc.bindExchange(exchange);
        cloud = engine.install(new FakeCloud("mqtt").ready());
        eventually(() -> assertEquals(Map.of("ccm_1/rpc", 1, "ccm_1/rpc/#", 1), cloud.filters));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void answersACallOnTheTopicOfItsCaller() {
        CompletableFuture<Void> done = come("ccm_1/rpc", CALL);
        engine.eventuallyReceived(cloud, List.of(ANSWER));
        eventually(() -> assertTrue(done.isDone()));
        assertEquals(
                List.of(new RpcPeer(RpcPeer.MQTT, "mqtt", RpcPeer.Zone.NETWORK)), exchange.peers);
    }

    @ParameterizedTest
    @CsvSource({"ccm_1/rpc/Add,Add", "ccm_1/rpc/GPIO/Set,GPIO/Set", "ccm_1/rpc/,Sum"})
    void takesTheMethodFromTheTopic(String topic, String method) {
        come(topic, CALL);
        eventually(() -> assertEquals(List.of(method), exchange.methods));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ccm_1/rpcs", "ccm_1", "ccm_1/rpc-resp/mos-1/rpc", "x/ccm_1/rpc"})
    void leavesOtherTopicsToTheHost(String topic) {
        come(topic, CALL);
        eventually(() -> assertEquals(1, inboxCount()));
        assertEquals(List.of(), exchange.methods);
    }

    @Test
    void keepsCallsFromTheHost() {
        come("ccm_1/rpc", CALL);
        engine.eventuallyReceived(cloud, List.of(ANSWER));
        assertEquals(0, inboxCount());
    }

    @Test
    void refusesTheHostItsOwnTopicsAndKeepsThemAsked() throws RpcException {
        RpcException e =
                assertThrows(
                        RpcException.class,
                        () -> Engine.answer(engine.sub, "MQTT.Sub", "{\"topic\":\"ccm_1/rpc\"}"));
        assertTrue(e.getMessage().contains("rpc.mqtt.sub_topic"), e.getMessage());
        Engine.answer(engine.unsub, "MQTT.Unsub", "{\"topic\":\"ccm_1/rpc/#\"}");
        assertEquals(2, cloud.filters.size());
    }

    @Test
    void dropsARetainedCall() {
        CompletableFuture<Void> done =
                engine.events
                        .onMessage(cloud, new CloudMessage("ccm_1/rpc", bytes(CALL), 1, true))
                        .toCompletableFuture();
        assertTrue(done.isDone());
        eventually(() -> assertEquals(1, figure("dropped")));
        assertEquals(List.of(), exchange.methods);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a/+", "#", "a\\u0000b", "ccm_1", "ccm_1/rpc/Loop", "$SYS/x", "\\ud800"})
    void dropsACallWhoseCallerCannotBeAnswered(String src) {
        come("ccm_1/rpc", "{\"id\":7,\"src\":\"" + src + "\",\"method\":\"Sum\"}");
        eventually(() -> assertEquals(1, figure("dropped")));
        assertEquals(List.of(), exchange.methods);
    }

    @Test
    void dropsACallWithAnAddressWithoutEnd() {
        come("ccm_1/rpc", "{\"id\":7,\"src\":\"" + "x".repeat(2000) + "\",\"method\":\"Sum\"}");
        eventually(() -> assertEquals(1, figure("dropped")));
    }

    @Test
    void dropsAFrameThatIsTooLarge() {
        CompletableFuture<Void> done = come("ccm_1/rpc", "{\"x\":\"" + "x".repeat(5000) + "\"}");
        eventually(() -> assertTrue(done.isDone()));
        assertEquals(1, figure("dropped"));
    }

    @Test
    void answersNothingToWhatIsNoCall() {
        come("ccm_1/rpc", "nonsense");
        come("ccm_1/rpc", "{\"method\":\"Sum\"}");
        come("ccm_1/rpc", CALL);
        engine.eventuallyReceived(cloud, List.of(ANSWER));
        assertEquals(List.of("Sum", "Sum"), exchange.methods);
    }

    @Test
    void acknowledgesACallWhenItIsAnswered() {
        exchange.keeps = true;
        CompletableFuture<Void> done = come("ccm_1/rpc", CALL);
        eventually(() -> assertEquals(List.of("Sum"), exchange.methods));
        assertFalse(done.isDone());
        exchange.giveAll();
        engine.eventuallyReceived(cloud, List.of(ANSWER));
        eventually(() -> assertTrue(done.isDone()));
    }

    @Test
    void doesNotHoldUpTheCloudForAMethodThatTakesLong() {
        exchange.keeps = true;
        CompletableFuture<Void> done = come("ccm_1/rpc", CALL);
        eventually(() -> assertTrue(done.isDone()));
        assertEquals(List.of(), cloud.received);
    }

    @Test
    void boundsAFlood() {
        exchange.keeps = true;
        for (int i = 0; i < 1000; i++) {
            come("ccm_1/rpc", CALL);
        }
        eventually(() -> assertEquals(RpcCalls.MAX_UNFINISHED, exchange.methods.size()));
        assertTrue(figure("waiting") <= IncomingCalls.MAX_COUNT);
        assertEquals(1000, figure("calls") + figure("waiting") + figure("dropped"));
        exchange.keeps = false;
        exchange.giveAll();
        eventually(() -> assertEquals(0, figure("waiting")));
        eventually(() -> assertEquals(figure("calls"), figure("answers")));
    }

    @Test
    void waitsForACoreThatIsBeingSwapped() {
        engine.rpc.unbindExchange(exchange);
        CompletableFuture<Void> done = come("ccm_1/rpc", CALL);
        assertFalse(done.isDone());
        engine.rpc.bindExchange(exchange);
        engine.eventuallyReceived(cloud, List.of(ANSWER));
    }

    @Test
    void followsTheIdAndTheSettings() {
        engine.rpc.bindDevice(new FakeDevice("ccm_2"));
        eventually(() -> assertEquals(Map.of("ccm_2/rpc", 1, "ccm_2/rpc/#", 1), cloud.filters));
        set("sub_wc", false, "qos", 0, "sub_topic", "cmd/%.*s/x", "pub_topic", "evt/%.*s/y");
        eventually(() -> assertEquals(Map.of("cmd/ccm_2/x", 0), cloud.filters));
        come("cmd/ccm_2/x", CALL);
        engine.eventuallyReceived(cloud, List.of("evt/me/y={\"id\":7,\"result\":\"Sum\"}"));
        set("enable", false);
        eventually(() -> assertEquals(Map.of(), cloud.filters));
        come("cmd/ccm_2/x", CALL);
        eventually(() -> assertEquals(1, inboxCount()));
    }

    @Test
    void givesTheHostBackATopicThatItNoLongerNeeds() throws RpcException {
        Engine.answer(engine.sub, "MQTT.Sub", "{\"topic\":\"ccm_2/rpc\"}");
        engine.rpc.bindDevice(new FakeDevice("ccm_2"));
        eventually(() -> assertEquals(2, cloud.filters.size()));
        engine.rpc.bindDevice(new FakeDevice("ccm_1"));
        eventually(
                () ->
                        assertEquals(
                                Map.of("ccm_1/rpc", 1, "ccm_1/rpc/#", 1, "ccm_2/rpc", 1),
                                cloud.filters));
    }

    @Test
    void isOffWhenTheIdMakesNoTopic() {
        engine.rpc.bindDevice(new FakeDevice("ccm/+"));
        eventually(() -> assertEquals(Map.of(), cloud.filters));
    }

    @Test
    void asksNothingOfACloudWithTopicsOfItsOwn() {
        FakeCloud other =
                engine.install(
                        new FakeCloud("azure", new Capabilities(false, 65_536, 20, false)).ready());
        engine.rpc.bindDevice(new FakeDevice("ccm_2"));
        eventually(() -> assertTrue(cloud.filters.containsKey("ccm_2/rpc")));
        assertEquals(List.of(), other.asked);
    }

    private void set(Object... settings) {
        engine.rpc.settings(Configs.of(MqttRpc.Config.class, settings));
    }

    private CompletableFuture<Void> come(String topic, String frame) {
        return engine.events
                .onMessage(cloud, new CloudMessage(topic, bytes(frame), 1, false))
                .toCompletableFuture();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private int figure(String name) {
        return engine.status().path("rpc").path(name).asInt();
    }

    private int inboxCount() {
        JsonNode inbox = engine.status().path("inbox");
        return inbox.path("count").asInt() + inbox.path("waiting").asInt();
    }
}
