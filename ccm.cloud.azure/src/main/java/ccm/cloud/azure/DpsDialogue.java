package ccm.cloud.azure;

import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.cloud.Fault;
import ccm.api.mqtt.MqttSession;
import ccm.api.mqtt.MqttSessionListener;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears a session with the provisioning service, and speaks with it until a hub is assigned. */
final class DpsDialogue implements MqttSessionListener {
    private static final Logger LOG = LoggerFactory.getLogger(DpsDialogue.class);

    private final Registration registration; // touched by the session's thread alone
    private final String address;
    private final Duration silence;
    private final Consumer<CloudState> states;
    private final Consumer<Assignment> assigned;
    private final CompletableFuture<MqttSession> session = new CompletableFuture<>();
    private final AtomicLong turn = new AtomicLong(); // what waits belongs to a turn
    private volatile boolean over;

    /**
     * Makes one.
     *
     * @param silence how long an answer may take; then the connection is given up
     */
    DpsDialogue(
            Registration registration,
            String address,
            Duration silence,
            Consumer<CloudState> states,
            Consumer<Assignment> assigned) {
        this.registration = registration;
        this.address = address;
        this.silence = silence;
        this.states = states;
        this.assigned = assigned;
    }

    /** The session that this hears. */
    void session(MqttSession opened) {
        session.complete(opened);
    }

    /** Nothing is said, told or sent any more. */
    void end() {
        over = true;
    }

    @Override
    public void onState(CloudState state) {
        if (over) {
            return;
        }
        turn.incrementAndGet();
        if (state.phase() == Phase.READY) {
            tell(Phase.CONNECTING, address + ": registers", state.attempts(), Fault.NONE);
            send(registration.begin());
        } else {
            states.accept(state);
        }
    }

    @Override
    public CompletionStage<Void> onMessage(CloudMessage message) {
        if (!over) {
            Registration.Step step = registration.answered(message);
            if (step instanceof Registration.Step.Done done) {
                LOG.info("azure: assigned to {}", done.assignment().hub());
                assigned.accept(done.assignment());
            } else if (step instanceof Registration.Step.Send next) {
                later(next);
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    private void later(Registration.Step.Send next) {
        if (next.fault() != Fault.NONE) {
            LOG.warn("azure: {}: {}", address, next.reason());
            tell(Phase.BACKOFF, address + ": " + next.reason(), 1, next.fault());
        }
        after(next.after(), () -> send(next.message()));
    }

    private void send(CloudMessage message) {
        session.thenAccept(opened -> opened.publish(message));
        after(silence, () -> session.thenAccept(MqttSession::reconnect));
    }

    /** Does it unless something else has happened meanwhile. */
    private void after(Duration pause, Runnable work) {
        long mine = turn.incrementAndGet();
        new CompletableFuture<Void>()
                .completeOnTimeout(null, pause.toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(
                        () -> {
                            if (!over && turn.get() == mine) {
                                work.run();
                            }
                        });
    }

    private void tell(Phase phase, String reason, int attempts, Fault fault) {
        states.accept(new CloudState(phase, reason, Instant.now(), attempts, fault));
    }
}
