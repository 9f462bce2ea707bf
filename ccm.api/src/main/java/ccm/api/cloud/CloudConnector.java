package ccm.api.cloud;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One cloud. Published as a service for as long as the cloud is enabled, connected or not; it keeps
 * its connection up by itself and tells the {@link CloudListener} what happens.
 */
@ConsumerType
public interface CloudConnector {
    /**
     * The name in {@code "cloud":"aws"}, in the log and of its queue: {@code mqtt}, {@code aws}, …
     */
    String name();

    /** What this cloud can carry. Never changes while the service is published. */
    Capabilities capabilities();

    /** What is known of the connection now. */
    CloudState state();

    /**
     * Why this cloud can never carry a message: names the field, its value and the way out. Asked
     * before the message is queued, connected or not, on the caller's thread: answers at once from
     * what it knows. {@link Capabilities#maxPayload} and {@link Capabilities#retain} are checked by
     * the engine before.
     *
     * @return empty when it can be carried
     */
    default Optional<String> refusal(CloudMessage message) {
        return Optional.empty();
    }

    /**
     * Why nothing can ever come to the host for a filter, as {@link #refusal(CloudMessage)}.
     *
     * @return empty when it can be asked for
     */
    default Optional<String> refusal(String filter) {
        return Optional.empty();
    }

    /**
     * Hands one message to the connection, after all earlier ones. Its topic is the host's; a cloud
     * with topics of its own maps it. Returns without waiting for the network. The caller keeps no
     * more than {@link Capabilities#maxInflight} unfinished, and {@link Capabilities#ANSWERS}
     * answers to calls.
     *
     * @return completes when the cloud has it (QoS 1: PUBACK; QoS 0: written), or exceptionally
     *     with a {@link CloudException}, on a thread of the connector; do nothing slow there
     */
    CompletionStage<Void> publish(CloudMessage message);

    /**
     * Makes a filter part of what this connection asks for, now if connected and again after every
     * reconnect until {@link #unsubscribe}. A cloud with topics of its own asks for those that can
     * match, which may be none. Asking twice is asking once, with the newer QoS.
     *
     * @param filter an MQTT topic filter, MQTT 3.1.1 section 4.7
     * @param qos 0 or 1
     * @return completes when the cloud granted it, or at once when not connected; exceptionally
     *     with a {@link CloudException} when it was refused
     */
    CompletionStage<Void> subscribe(String filter, int qos);

    /** Takes a filter back. Completes like {@link #subscribe}. */
    CompletionStage<Void> unsubscribe(String filter);
}
