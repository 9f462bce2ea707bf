package ccm.cloud.azure;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.cloud.Fault;
import ccm.api.mqtt.MqttSession;
import ccm.api.mqtt.MqttSessionListener;
import ccm.api.mqtt.MqttSessions;
import ccm.api.mqtt.MqttSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A session with the hub that the provisioning service assigns: first one with the service, then,
 * in its place, one with the hub; back to the service when the hub refuses us. To those who use it
 * it is one session, connected when the hub is.
 */
final class ProvisionedSession implements MqttSession {
    /** A hub may know a new device a little later than the service does. */
    private static final Duration FRESH = Duration.ofSeconds(60);

    private final MqttSessions sessions;
    private final Provisioning plan;
    private final AzureDialect dialect;
    private final MqttSessionListener listener;
    private Optional<MqttSession> current = Optional.empty(); // this guards what follows
    private boolean atHub;
    private boolean closed;
    private boolean old = true; // the assignment is of an earlier run
    private long assignedAt;

    ProvisionedSession(
            MqttSessions sessions,
            Provisioning plan,
            AzureDialect dialect,
            MqttSessionListener listener) {
        this.sessions = sessions;
        this.plan = plan;
        this.dialect = dialect;
        this.listener = listener;
    }

    /** Hears the hub; deaf once it has been left. */
    private final class AtHub implements MqttSessionListener {
        private volatile boolean left;

        @Override
        public void onState(CloudState state) {
            if (left) {
                return;
            }
            listener.onState(state);
            boolean unwanted = state.phase() == Phase.BACKOFF && state.fault() == Fault.CREDENTIALS;
            if (unwanted && stale()) {
                left = true;
                register();
            }
        }

        @Override
        public CompletionStage<Void> onMessage(CloudMessage message) {
            return listener.onMessage(message);
        }
    }

    void open() {
        plan.earlier().ifPresentOrElse(this::connect, this::register);
    }

    @Override
    public CompletionStage<Void> publish(CloudMessage message) {
        Optional<MqttSession> hub;
        synchronized (this) {
            hub = atHub ? current : Optional.empty();
        }
        return hub.isPresent()
                ? hub.get().publish(message)
                : CompletableFuture.failedFuture(
                        new CloudException("azure: no hub is assigned yet", false));
    }

    /** What a hub is asked for depends on the assignment, and is asked for with it. */
    @Override
    public CompletionStage<Void> subscribe(String filter, int qos) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> unsubscribe(String filter) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void reconnect() {
        session().ifPresent(MqttSession::reconnect);
    }

    @Override
    public void renew() {
        session().ifPresent(MqttSession::renew);
    }

    @Override
    public void close() {
        Optional<MqttSession> last;
        synchronized (this) {
            closed = true;
            last = current;
            current = Optional.empty();
        }
        last.ifPresent(MqttSession::close);
    }

    private synchronized Optional<MqttSession> session() {
        return current;
    }

    private void register() {
        MqttSettings service = plan.service();
        CompletableFuture<DpsDialogue> self = new CompletableFuture<>();
        DpsDialogue dialogue =
                new DpsDialogue(
                        plan.registration(),
                        service.endpoints().get(0).address(),
                        plan.silence(),
                        listener::onState,
                        assignment -> self.thenAccept(each -> assigned(each, assignment)));
        self.complete(dialogue);
        replace(
                false,
                () -> {
                    MqttSession session = sessions.open(service, dialogue);
                    session.subscribe(Registration.ANSWERS + "#", 1);
                    dialogue.session(session);
                    return session;
                });
    }

    private void assigned(DpsDialogue by, Assignment assignment) {
        by.end();
        plan.kept().write(assignment);
        synchronized (this) {
            old = false;
            assignedAt = System.nanoTime();
        }
        connect(assignment);
    }

    private void connect(Assignment assignment) {
        replace(
                true,
                () -> {
                    dialect.device(assignment.device());
                    MqttSession session = sessions.open(plan.hub(assignment), new AtHub());
                    dialect.filters().forEach(own -> session.subscribe(own.filter(), own.qos()));
                    return session;
                });
    }

    private synchronized boolean stale() {
        return old || System.nanoTime() - assignedAt > FRESH.toNanos();
    }

    /** The session that is left ends when its thread, on which we are, returns. */
    private void replace(boolean hub, Supplier<MqttSession> next) {
        Optional<MqttSession> left;
        synchronized (this) {
            if (closed) {
                return;
            }
            left = current;
            current = Optional.of(next.get());
            atHub = hub;
        }
        left.ifPresent(MqttSession::close);
    }
}
