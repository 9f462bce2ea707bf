package ccm.mqtt;

import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.Fault;
import ccm.api.mqtt.MqttSessionListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Hands what came in to the listener, and has it acknowledged when the listener has kept it. */
final class Deliveries {
    private final MqttSessionListener listener;
    private final Attempt.Events events;

    Deliveries(MqttSessionListener listener, Attempt.Events events) {
        this.listener = listener;
        this.events = events;
    }

    /** Hands over one message; on the owner thread. */
    void hand(Attempt attempt, Inbound.Arrival arrival, CloudMessage message) {
        CompletionStage<Void> kept;
        try {
            kept = listener.onMessage(message);
        } catch (RuntimeException e) {
            kept = CompletableFuture.failedFuture(e);
        }
        kept.whenComplete(
                (nothing, problem) -> {
                    if (problem == null || message.qos() == 0) { // QoS 0 may be lost
                        attempt.kept(arrival);
                    } else {
                        events.failed(attempt, notKept(message, problem));
                    }
                });
    }

    /** Without an acknowledgement the broker sends it again, but only to a new connection. */
    private static Failure notKept(CloudMessage message, Throwable problem) {
        return Failure.of(
                Fault.LOST,
                message.topic()
                        + ": a message was not kept ("
                        + problem.getMessage()
                        + "). the broker shall send it again");
    }
}
