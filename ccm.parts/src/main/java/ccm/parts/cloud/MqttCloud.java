package ccm.parts.cloud;

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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A cloud over MQTT, in a dialect. It lives on while ccm.mqtt and ccm.cloud are swapped: it
 * remembers the filters, and opens a new session as soon as there is somebody to make one.
 */
public final class MqttCloud implements CloudConnector, AutoCloseable {
    private static final String NO_SESSIONS = "ccm.mqtt is away. is the bundle started?";

    private final MqttDialect dialect;
    private final Handover handover = new Handover(this);
    private final Map<String, Integer> wanted = new LinkedHashMap<>(); // by the host; this guards
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
            return dialect.own(message)
                    .orElseGet(() -> handover.accept(dialect.incoming(message, filters())));
        }
    }

    public MqttCloud(MqttDialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public String name() {
        return dialect.name();
    }

    @Override
    public Capabilities capabilities() {
        return dialect.capabilities();
    }

    @Override
    public CloudState state() {
        return state;
    }

    @Override
    public Optional<String> refusal(CloudMessage message) {
        return dialect.refusal(message);
    }

    @Override
    public Optional<String> refusal(String filter) {
        return dialect.refusal(filter, filters());
    }

    @Override
    public CompletionStage<Void> publish(CloudMessage message) {
        try {
            return publishOwn(dialect.outgoing(message));
        } catch (CloudException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Publishes a message of the cloud's own, as it is; completes like {@link #publish}. */
    public CompletionStage<Void> publishOwn(CloudMessage message) {
        Optional<Told> current = told; // read once: it may go at any moment
        if (current.isEmpty()) {
            return CompletableFuture.failedFuture(
                    new CloudException(name() + ": " + state.reason(), false));
        }
        return current.get().session.publish(message);
    }

    @Override
    public synchronized CompletionStage<Void> subscribe(String filter, int qos) {
        wanted.put(filter, qos);
        Optional<MqttFilter> wire = dialect.wire(new MqttFilter(filter, qos));
        if (wire.isEmpty() || told.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return told.get().session.subscribe(wire.get().filter(), wire.get().qos());
    }

    @Override
    public synchronized CompletionStage<Void> unsubscribe(String filter) {
        int qos = Optional.ofNullable(wanted.remove(filter)).orElse(0);
        Optional<MqttFilter> wire = dialect.wire(new MqttFilter(filter, qos));
        if (wire.isEmpty() || told.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return told.get().session.unsubscribe(wire.get().filter());
    }

    private synchronized Set<String> filters() {
        return Set.copyOf(wanted.keySet());
    }

    /** As {@link MqttSession#reconnect}. */
    public void reconnect() {
        told.ifPresent(current -> current.session.reconnect());
    }

    /** As {@link MqttSession#renew}. */
    public void renew() {
        told.ifPresent(current -> current.session.renew());
    }

    /** The engine is here. */
    public void engine(CloudListener listener) {
        handover.engine(listener);
    }

    /** This engine is gone; messages wait for the next one. */
    public void without(CloudListener gone) {
        handover.without(gone);
    }

    /** Opens a session in the place of the one there may be. */
    public void connect(MqttSessions sessions, MqttSettings settings) {
        disconnect("connecting anew");
        Told next = new Told();
        synchronized (this) {
            next.session = sessions.open(settings.with(dialect::remedy), next);
            dialect.filters().forEach(own -> next.session.subscribe(own.filter(), own.qos()));
            wanted.forEach(
                    (filter, qos) ->
                            dialect.wire(new MqttFilter(filter, qos))
                                    .ifPresent(
                                            wire ->
                                                    next.session.subscribe(
                                                            wire.filter(), wire.qos())));
            told = Optional.of(next);
        }
    }

    /** Closes the session, if there is one. */
    public void disconnect(String reason) {
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
        dialect.onState(next);
        handover.state(next);
    }
}
