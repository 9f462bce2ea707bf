package ccm.cloud.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.mqtt.MqttEndpoint;
import ccm.api.mqtt.MqttSession;
import ccm.api.mqtt.MqttSessionListener;
import ccm.api.mqtt.MqttSessions;
import ccm.api.mqtt.MqttSettings;
import ccm.parts.cloud.MqttCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What happens to the connector while its neighbours are swapped. */
class MqttCloudTest {
    private final MqttCloud connector = new MqttCloud(new PrivateDialect(1));
    private final List<Session> opened = new ArrayList<>();
    private final MqttSessions sessions =
            (settings, listener) -> {
                opened.add(new Session(listener));
                return opened.get(opened.size() - 1);
            };
    private final MqttEndpoint broker = Brokers.endpoint(Path.of("."));
    private final MqttSettings settings =
            new MqttSettings(
                    "mqtt", List.of(broker), Duration.ofSeconds(1), Duration.ofSeconds(2), 10);

    @Test
    void remembersTheFiltersForTheNextSession() {
        connector.subscribe("early", 1);
        connector.connect(sessions, settings);
        connector.subscribe("late", 0);
        connector.subscribe("gone", 1);
        connector.unsubscribe("gone");
        assertEquals(List.of("early 1", "late 0", "gone 1", "-gone"), opened.get(0).filters);

        connector.disconnect("ccm.mqtt is away");
        connector.connect(sessions, settings);

        assertTrue(opened.get(0).closed);
        assertEquals(List.of("early 1", "late 0"), opened.get(1).filters);
    }

    @Test
    void refusesToPublishWhileThereIsNoSession() {
        CompletableFuture<Void> early = connector.publish(message("x")).toCompletableFuture();
        CompletionException problem =
                org.junit.jupiter.api.Assertions.assertThrows(
                        CompletionException.class, early::join);
        CloudException cause = (CloudException) problem.getCause();
        assertFalse(cause.permanent());
        assertTrue(cause.getMessage().contains("ccm.mqtt is away"), cause::getMessage);
    }

    @Test
    void keepsMessagesInOrderWhileTheEngineIsSwapped() {
        RecordingEngine first = new RecordingEngine();
        RecordingEngine second = new RecordingEngine();
        connector.engine(first);
        connector.connect(sessions, settings);
        MqttSessionListener session = opened.get(0).listener;
        assertTrue(session.onMessage(message("1")).toCompletableFuture().isDone());

        connector.without(first);
        CompletableFuture<Void> waiting = session.onMessage(message("2")).toCompletableFuture();
        CompletableFuture<Void> behind = session.onMessage(message("3")).toCompletableFuture();
        assertFalse(waiting.isDone() || behind.isDone());
        connector.engine(second);

        assertTrue(waiting.isDone() && behind.isDone());
        assertEquals(List.of("1"), first.texts());
        assertEquals(List.of("2", "3"), second.texts());
    }

    @Test
    void offersTheNextEngineWhatTheLastOneCouldNotKeepAnyMore() {
        RecordingEngine leaving = new RecordingEngine();
        CompletableFuture<Void> unkept = new CompletableFuture<>();
        leaving.keeping = message -> unkept;
        connector.engine(leaving);
        connector.connect(sessions, settings);
        CompletableFuture<Void> kept =
                opened.get(0).listener.onMessage(message("1")).toCompletableFuture();

        connector.without(leaving);
        unkept.completeExceptionally(new IllegalStateException("closed"));
        assertFalse(kept.isDone());
        RecordingEngine next = new RecordingEngine();
        connector.engine(next);

        assertTrue(kept.isDone() && !kept.isCompletedExceptionally());
        assertEquals(List.of("1"), next.texts());
    }

    @Test
    void tellsTheSessionWhatTheEngineCouldNotKeep() {
        RecordingEngine full = new RecordingEngine();
        full.keeping = message -> CompletableFuture.failedFuture(new IllegalStateException("full"));
        connector.engine(full);
        connector.connect(sessions, settings);
        assertTrue(
                opened.get(0)
                        .listener
                        .onMessage(message("1"))
                        .toCompletableFuture()
                        .isCompletedExceptionally());
    }

    @Test
    void hearsNothingOfASessionThatIsClosed() {
        connector.connect(sessions, settings);
        MqttSessionListener old = opened.get(0).listener;
        old.onState(new CloudState(Phase.READY, "", Instant.now(), 0));
        assertTrue(connector.state().ready());
        connector.disconnect("ccm.mqtt is away");
        old.onState(new CloudState(Phase.READY, "", Instant.now(), 0));
        assertEquals(Phase.IDLE, connector.state().phase());
    }

    @Test
    void tellsAnEngineThatComesLateThatItIsReady() {
        connector.connect(sessions, settings);
        opened.get(0).listener.onState(new CloudState(Phase.READY, "", Instant.now(), 0));
        RecordingEngine late = new RecordingEngine();
        connector.engine(late);
        assertEquals(List.of(Phase.READY), late.states.stream().map(CloudState::phase).toList());
    }

    @Test
    void capsTheQos() {
        MqttCloud low = new MqttCloud(new PrivateDialect(0));
        low.connect(sessions, settings);
        low.publish(message("x"));
        low.subscribe("f", 1);
        assertEquals(0, opened.get(0).published.get(0).qos());
        assertEquals(List.of("f 0"), opened.get(0).filters);
    }

    private static CloudMessage message(String text) {
        return new CloudMessage("t", text.getBytes(UTF_8), 1, false);
    }

    /** A session that writes down what it is asked. */
    private static final class Session implements MqttSession {
        final MqttSessionListener listener;
        final List<String> filters = new ArrayList<>();
        final List<CloudMessage> published = new ArrayList<>();
        boolean closed;

        Session(MqttSessionListener listener) {
            this.listener = listener;
        }

        @Override
        public CompletionStage<Void> publish(CloudMessage message) {
            published.add(message);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> subscribe(String filter, int qos) {
            filters.add(filter + " " + qos);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> unsubscribe(String filter) {
            filters.add("-" + filter);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void renew() {}

        @Override
        public void reconnect() {
            // nothing to do
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
