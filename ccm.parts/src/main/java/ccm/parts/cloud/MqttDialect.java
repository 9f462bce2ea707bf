package ccm.parts.cloud;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.mqtt.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * How one cloud differs from a plain broker. Called on many threads; waits for nothing. By default
 * it does not differ.
 */
public interface MqttDialect {
    /** As {@code CloudConnector.name}. */
    String name();

    /** As {@code CloudConnector.capabilities}. */
    Capabilities capabilities();

    /** What it always asks for, for its own messages. */
    default List<MqttFilter> filters() {
        return List.of();
    }

    /** As {@code CloudConnector.refusal}. */
    default Optional<String> refusal(CloudMessage message) {
        return Optional.empty();
    }

    /** As {@code CloudConnector.refusal}. */
    default Optional<String> refusal(String filter) {
        return Optional.empty();
    }

    /**
     * The same, where it matters what else is asked for.
     *
     * @param others what the host asks for already
     */
    default Optional<String> refusal(String filter, Set<String> others) {
        return refusal(filter);
    }

    /**
     * What the cloud is sent for a message of the host.
     *
     * @throws CloudException it cannot be carried after all
     */
    default CloudMessage outgoing(CloudMessage message) throws CloudException {
        return message;
    }

    /**
     * What the broker is asked for when the host asks for a filter; empty when for nothing more.
     */
    default Optional<MqttFilter> wire(MqttFilter wanted) {
        return Optional.of(wanted);
    }

    /**
     * Takes a message that is the cloud's own, none of the host's.
     *
     * @return empty when it is the host's; completes when it may be acknowledged
     */
    default Optional<CompletionStage<Void>> own(CloudMessage message) {
        return Optional.empty();
    }

    /** What the host is told of a message that came in. */
    default CloudMessage incoming(CloudMessage message) {
        return message;
    }

    /**
     * What to do about a refusal, in the words and settings of this cloud: a sentence without a
     * full stop. Empty where what helps on a plain broker helps here.
     */
    default Optional<String> remedy(Refusal refusal) {
        return Optional.empty();
    }

    /**
     * The same, where it matters in which form the host asks for it.
     *
     * @param filters what the host asks for
     */
    default CloudMessage incoming(CloudMessage message, Set<String> filters) {
        return incoming(message);
    }

    /** The connection changed; before the engine is told. */
    default void onState(CloudState state) {}
}
