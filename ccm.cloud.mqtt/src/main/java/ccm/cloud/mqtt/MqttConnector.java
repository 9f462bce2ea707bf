package ccm.cloud.mqtt;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudListener;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.mqtt.MqttSession;
import ccm.api.mqtt.MqttSessionListener;
import ccm.api.mqtt.MqttSessions;
import ccm.api.mqtt.MqttSettings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A private broker as a cloud. It lives on while ccm.mqtt and ccm.cloud are swapped: it remembers
 * the filters, and opens a new session as soon as there is somebody to make one.
 */
final class MqttConnector implements CloudConnector, AutoCloseable {
    static final String NAME = "mqtt";
    private static final int MAX_INFLIGHT = 1_000;
    private static final int MAX_PAYLOAD = 268_435_455 - 65_535 - 4; // of one packet, MQTT 2.2.3
    private static final Capabilities CAPABILITIES =
            new Capabilities(true, MAX_PAYLOAD, MAX_INFLIGHT, true);
    private static final String NO_SESSIONS = "ccm.mqtt is away. is the bundle started?";

    private final int maxQos;
    private final Handover handover = new Handover(this);
    private final Map<String, Integer> filters = new LinkedHashMap<>(); // guarded by this
    private volatile Optional<Told> told = Optional.empty(); // written under this
    private volatile CloudState state = new CloudState(Phase.IDLE, NO_SESSIONS, Instant.now(), 0);

    /** Hears one session; deaf once another one has taken its place. */
    private final class Told implements MqttSessionListener {
        private volatile boolean deaf;
        private MqttSession session; // set before the connector shows this to others

        @Override
        public void onState(CloudState next) {
            if (!deaf) {
                tell(next);
            }
        }

        @Override
        public CompletionStage<Void> onMessage(CloudMessage message) {
            return handover.accept(message);
        }
    }

    /**
     * Makes one.
     *
     * @param maxQos caps the QoS of publishes and subscriptions
     */
    MqttConnector(int maxQos) {
        this.maxQos = maxQos;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public CloudState state() {
        return state;
    }

    @Override
    public CompletionStage<Void> publish(CloudMessage message) {
        Optional<Told> current = told; // read once: it may go at any moment
        if (current.isEmpty()) {
            return CompletableFuture.failedFuture(
                    new CloudException(NAME + ": " + state.reason(), false));
        }
        return current.get().session.publish(capped(message));
    }

    @Override
    public synchronized CompletionStage<Void> subscribe(String filter, int qos) {
        int granted = Math.min(qos, maxQos);
        filters.put(filter, granted);
        return told.map(current -> current.session.subscribe(filter, granted))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    @Override
    public synchronized CompletionStage<Void> unsubscribe(String filter) {
        filters.remove(filter);
        return told.map(current -> current.session.unsubscribe(filter))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /** The engine is here. */
    void engine(CloudListener listener) {
        handover.engine(listener);
    }

    /** This engine is gone; messages wait for the next one. */
    void without(CloudListener gone) {
        handover.without(gone);
    }

    /** Opens a session in the place of the one there may be. */
    void connect(MqttSessions sessions, MqttSettings settings) {
        disconnect("connecting anew");
        Told next = new Told();
        synchronized (this) {
            next.session = sessions.open(settings, next);
            filters.forEach(next.session::subscribe);
            told = Optional.of(next);
        }
    }

    /** Closes the session, if there is one. */
    void disconnect(String reason) {
        Optional<Told> old;
        synchronized (this) {
            old = told;
            told = Optional.empty();
        }
        if (old.isPresent()) {
            old.get()
                    .session
                    .close(); // its unfinished publishes fail before the engine hears of it
            old.get().deaf = true;
        }
        tell(new CloudState(Phase.IDLE, reason, Instant.now(), 0));
    }

    @Override
    public void close() {
        disconnect("the connector is going");
    }

    private void tell(CloudState next) {
        state = next;
        handover.state(next);
    }

    private CloudMessage capped(CloudMessage message) {
        return message.qos() <= maxQos
                ? message
                : new CloudMessage(message.topic(), message.payload(), maxQos, message.retain());
    }
}
