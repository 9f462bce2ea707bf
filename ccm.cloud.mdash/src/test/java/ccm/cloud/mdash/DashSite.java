package ccm.cloud.mdash;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudListener;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.cloud.Fault;
import ccm.testing.FakeDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A connector with short waits, and what it says of itself. */
final class DashSite implements AutoCloseable, CloudListener {
    static final DashLimits SHORT =
            new DashLimits(
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(300),
                    Duration.ofMillis(1_500),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5));
    private static final long SECONDS = 20;
    private final DashConnector dash;
    private final List<CloudState> states = new CopyOnWriteArrayList<>();

    DashSite(String server, String token, String authority, Path files) {
        DashSettings settings =
                new DashSettings(
                        server,
                        token,
                        new DashSettings.Files(authority, "", ""),
                        false,
                        Duration.ofMillis(50),
                        Duration.ofMillis(200),
                        new DashSettings.Frames(4_096, false, true));
        dash = new DashConnector(settings, files, SHORT);
        dash.engine(this);
        dash.connect(new FakeDevice("ccm-0001"));
    }

    DashConnector dash() {
        return dash;
    }

    DashSite ready() {
        eventually(() -> assertTrue(dash.state().ready(), () -> states.toString()));
        return this;
    }

    List<CloudState> states() {
        return states;
    }

    /** How often it tried to connect so far. */
    long tries() {
        return states.stream().filter(state -> state.phase() == Phase.CONNECTING).count();
    }

    /** Waits until it was in a state of that fault with these words, and returns it. */
    CloudState awaitFault(Fault fault, String says) {
        eventually(() -> assertTrue(told(fault, says).findFirst().isPresent(), states::toString));
        return told(fault, says).findFirst().orElseThrow();
    }

    private Stream<CloudState> told(Fault fault, String says) {
        return states.stream()
                .filter(state -> state.phase() == Phase.BACKOFF)
                .filter(state -> state.fault() == fault && state.reason().contains(says));
    }

    CompletionStage<Void> send(String topic, String text) {
        return dash.publish(new CloudMessage(topic, text.getBytes(UTF_8), 1, false));
    }

    void publish(String topic, String text) throws Exception {
        send(topic, text).toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<Void> onMessage(CloudConnector from, CloudMessage message) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onState(CloudConnector from, CloudState state) {
        states.add(state);
    }

    @Override
    public void close() {
        dash.close();
        dash.calls().calls().close();
    }
}
