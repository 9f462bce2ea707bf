package ccm.testing;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudListener;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.cloud.Fault;
import ccm.api.shadow.ShadowBackend;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a cloud's component has around it in a gateway: its bundle, its device, and the engines,
 * which write down what they are told. A cloud's test extends it by its component.
 */
public abstract class CloudNeighbours implements AutoCloseable, CloudListener, ShadowListener {
    /** The device's id. */
    public static final String ID = "ccm-0001";

    private static final long PATIENCE_SECONDS = 20;

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<CloudState> states = new CopyOnWriteArrayList<>();
    private final List<ShadowChange> changes = new CopyOnWriteArrayList<>();
    private final FakeBundle bundle;

    protected CloudNeighbours(Path data) {
        bundle = new FakeBundle(data);
    }

    /**
     * Settings for {@link Configs}: an emulator's, then what is usual in a test, then others; the
     * last one of a name counts.
     *
     * @param section as {@code azure}
     */
    protected static Object[] settings(
            String section, Map<String, String> emulator, Object... more) {
        List<Object> all = new ArrayList<>();
        emulator.forEach(
                (path, value) -> {
                    all.add(path.substring(section.length() + 1));
                    all.add(value.equals("true") ? Boolean.TRUE : value);
                });
        all.addAll(List.of("reconnect_timeout_min", 0.05, "reconnect_timeout_max", 0.2));
        all.addAll(List.of(more));
        return all.toArray();
    }

    public final FakeBundle bundle() {
        return bundle;
    }

    public final CloudConnector connector() {
        return bundle.service(CloudConnector.class);
    }

    public final ShadowBackend shadow() {
        return bundle.service(ShadowBackend.class);
    }

    public final CloudState state() {
        return connector().state();
    }

    /** Messages that came for the host, each with its topic in front. */
    public final List<String> messages() {
        return messages;
    }

    /** All states so far. */
    public final List<CloudState> states() {
        return states;
    }

    /** All changes of the shadow so far. */
    public final List<ShadowChange> changes() {
        return changes;
    }

    /** How often it was connected so far. */
    public final long connections() {
        return states.stream().filter(CloudState::ready).count();
    }

    /** How often it tried to connect so far. */
    public final long tries() {
        return states.stream().filter(state -> state.phase() == Phase.CONNECTING).count();
    }

    /** Waits until it is connected. */
    public final void awaitReady() {
        eventually(() -> assertTrue(state().ready(), () -> state().toString()));
    }

    /** Waits until it was in a state of that fault, and returns the first one of them. */
    public final CloudState awaitFault(Fault fault) {
        eventually(() -> assertTrue(told(fault).findFirst().isPresent(), states::toString));
        return told(fault).findFirst().orElseThrow();
    }

    private Stream<CloudState> told(Fault fault) {
        return states.stream()
                .filter(state -> state.phase() == Phase.BACKOFF)
                .filter(state -> state.fault() == fault);
    }

    /** Publishes, and waits until the cloud has it. */
    public final void publish(String topic, String text, int qos) throws Exception {
        get(connector().publish(new CloudMessage(topic, text.getBytes(UTF_8), qos, false)));
    }

    /** Waits for an answer. */
    public static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public final CompletionStage<Void> onMessage(CloudConnector from, CloudMessage message) {
        messages.add(message.topic() + " " + new String(message.payload(), UTF_8));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public final void onState(CloudConnector from, CloudState state) {
        states.add(state);
    }

    @Override
    public final void onReady(ShadowBackend from, boolean ready) {
        // asked of the shadow itself
    }

    @Override
    public final void onChange(ShadowBackend from, ShadowChange change) {
        changes.add(change);
    }

    @Override
    public abstract void close();
}
