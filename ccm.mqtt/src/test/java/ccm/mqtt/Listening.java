package ccm.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.mqtt.MqttSessionListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Writes down what a session tells, and keeps every message unless told otherwise. */
final class Listening implements MqttSessionListener {
    final List<CloudState> states = new CopyOnWriteArrayList<>();
    final List<CloudMessage> messages = new CopyOnWriteArrayList<>();
    volatile Function<CloudMessage, CompletionStage<Void>> keeping =
            message -> CompletableFuture.completedFuture(null);

    @Override
    public void onState(CloudState state) {
        states.add(state);
    }

    @Override
    public CompletionStage<Void> onMessage(CloudMessage message) {
        messages.add(message);
        return keeping.apply(message);
    }

    CloudState state() {
        return states.isEmpty()
                ? new CloudState(Phase.IDLE, "", java.time.Instant.now(), 0)
                : states.get(states.size() - 1);
    }

    boolean ready() {
        return state().ready();
    }

    /** How often this phase was told. */
    long times(Phase phase) {
        return states.stream().filter(state -> state.phase() == phase).count();
    }

    List<String> texts() {
        return messages.stream().map(message -> new String(message.payload(), UTF_8)).toList();
    }
}
