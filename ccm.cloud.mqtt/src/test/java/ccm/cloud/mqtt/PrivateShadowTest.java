package ccm.cloud.mqtt;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.mqtt.MqttSettings;
import ccm.api.shadow.ShadowBackend;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowDocument;
import ccm.api.shadow.ShadowListener;
import ccm.mqtt.SupervisedSessions;
import ccm.parts.cloud.MqttCloud;
import ccm.testing.Mosquitto;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shadow on a real Mosquitto. */
@Tag("peers")
@ExtendWith(Quiet.class)
class PrivateShadowTest implements ShadowListener {
    private static final String DESIRED = "dev1/shadow/desired";
    private static final String REPORTED = "dev1/shadow/reported";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path files;
    private final Mosquitto broker = Mosquitto.plain();
    private final RecordingEngine there = new RecordingEngine();
    private final MqttCloud people = new MqttCloud(new PrivateDialect(2));
    private final RecordingEngine engine = new RecordingEngine();
    private final List<JsonNode> wanted = new CopyOnWriteArrayList<>();
    private final List<Boolean> told = new CopyOnWriteArrayList<>();
    private final PrivateShadow shadow = new PrivateShadow(this::publish);
    private final MqttCloud cloud = new MqttCloud(new PrivateDialect(2, Optional.of(shadow)));

    private CompletionStage<Void> publish(CloudMessage message) {
        return cloud.publishOwn(message);
    }

    @BeforeEach
    void start() {
        people.engine(there);
        people.connect(new SupervisedSessions(), settings("people"));
        eventually(() -> assertTrue(people.state().ready()));
        cloud.engine(engine);
        shadow.device("dev1");
        shadow.listener(this);
    }

    @AfterEach
    void stop() {
        cloud.close();
        people.close();
        broker.close();
    }

    @Override
    public void onReady(ShadowBackend from, boolean ready) {
        told.add(ready);
    }

    @Override
    public void onChange(ShadowBackend from, ShadowChange change) {
        assertEquals(ShadowChange.Kind.WHOLE, change.kind());
        assertEquals(ShadowDocument.NO_VERSION, change.version());
        wanted.add(change.desired());
    }

    @Test
    void knowsWhatWasWantedBeforeItCameAndWhatIsWantedNow() throws Exception {
        want("{\"on\":true,\"t\":{\"a\":1,\"b\":2}}");
        connect();
        assertEquals(json("{\"on\":true,\"t\":{\"a\":1,\"b\":2}}"), desired());

        want("{\"on\":false}");
        eventually(() -> assertEquals(json("{\"on\":false}"), last()));
        want("[1]");
        want("{no");
        want("{\"on\":1}");
        eventually(() -> assertEquals(json("{\"on\":1}"), last()));
        assertEquals(json("{\"on\":1}"), desired());
        assertEquals(List.of(), engine.messages);

        want("");
        eventually(() -> assertEquals(json("{}"), last()));
    }

    @Test
    void wantsNothingWhenThereIsNothingOrItWasTakenBackMeanwhile() throws Exception {
        want("{\"on\":true}");
        connect();
        assertEquals(json("{\"on\":true}"), desired());
        cloud.disconnect("for a while");
        assertFalse(shadow.ready());
        assertThrows(ExecutionException.class, this::desired);
        want("");
        connect();
        assertEquals(json("{}"), desired());
        assertEquals(List.of(true, false, true), told);
    }

    @Test
    void leavesWhatIsReportedOnTheBroker() throws Exception {
        connect();
        get(shadow.report(json("{\"on\":true}"), json("{\"on\":true,\"up\":7}")));
        get(people.subscribe(REPORTED, 1));
        eventually(() -> assertEquals(List.of("{\"on\":true,\"up\":7}"), there.texts()));
        assertTrue(there.messages.get(0).retain());
        assertEquals(
                Optional.of("params is [1], must be an object on a broker"),
                shadow.refusal(JSON.readTree("[1]"), json("{}")));
    }

    @Test
    void changesWhatIsWantedWhenAskedTo() throws Exception {
        want("{\"on\":true,\"t\":{\"a\":1,\"b\":2}}");
        connect();
        desired();
        JsonNode answer =
                get(
                        shadow.update(
                                json("{\"desired\":{\"on\":null,\"t\":{\"a\":3},\"x\":[1]}}"),
                                Optional.empty()));
        JsonNode merged = json("{\"t\":{\"a\":3,\"b\":2},\"x\":[1]}");
        assertEquals(merged, answer.path("desired"));
        eventually(() -> assertEquals(merged, last()));
        get(people.subscribe(DESIRED, 1));
        eventually(() -> assertEquals(1, there.messages.size()));
        refuses("{\"desired\":{}}", Optional.of(3L), "a broker keeps no versions");
        refuses("{\"reported\":{}}", Optional.empty(), "Shadow.Report");
        refuses("{\"desired\":1}", Optional.empty(), "must be an object");
    }

    private void refuses(String state, Optional<Long> version, String why) throws Exception {
        ExecutionException refused =
                assertThrows(
                        ExecutionException.class, () -> get(shadow.update(json(state), version)));
        CloudException problem = assertInstanceOf(CloudException.class, refused.getCause());
        assertTrue(problem.permanent());
        assertTrue(problem.getMessage().contains(why), problem::getMessage);
    }

    private void connect() {
        cloud.connect(new SupervisedSessions(), settings("gateway"));
        eventually(() -> assertTrue(shadow.ready()));
    }

    private void want(String text) throws Exception {
        get(people.publish(new CloudMessage(DESIRED, text.getBytes(UTF_8), 1, true)));
    }

    private JsonNode desired() throws Exception {
        return get(shadow.get()).desired();
    }

    private JsonNode last() {
        return wanted.isEmpty() ? JSON.nullNode() : wanted.get(wanted.size() - 1);
    }

    private MqttSettings settings(String client) {
        return new MqttSettings(
                "mqtt",
                List.of(Brokers.endpoint(files, "server", broker.address(), "client_id", client)),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                100);
    }

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) JSON.readTree(text);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
