package ccm.cloud.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudListener;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A cloud engine that writes down what it is told. */
final class RecordingEngine implements CloudListener {
    final List<CloudMessage> messages = new CopyOnWriteArrayList<>();
    final List<CloudState> states = new CopyOnWriteArrayList<>();
    volatile Function<CloudMessage, CompletionStage<Void>> keeping =
            message -> CompletableFuture.completedFuture(null);

    @Override
    public CompletionStage<Void> onMessage(CloudConnector from, CloudMessage message) {
        messages.add(message);
        return keeping.apply(message);
    }

    @Override
    public void onState(CloudConnector from, CloudState state) {
        states.add(state);
    }

    List<String> texts() {
        return messages.stream().map(message -> new String(message.payload(), UTF_8)).toList();
    }
}
