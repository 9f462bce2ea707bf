package ccm.api.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What all attempts of a session have in common.
 *
 * @param name for thread names and the log: the cloud's name
 * @param endpoints where to connect: the first, then the next whenever the back-off has reached its
 *     maximum, round and round; at least one
 * @param reconnectMin the first wait after a failure
 * @param reconnectMax the longest wait; doubled from the first, ±10 % jitter
 * @param refusedWait the least wait when the broker refuses us twice in a row, doubled up to 30
 *     minutes; zero for five times the usual wait, the first time too
 * @param maxInflight unfinished QoS 1 publishes at a time, 1 to 10 000
 * @param remedies what helps against refusals; nothing special by default
 */
public record MqttSettings(
        String name,
        List<MqttEndpoint> endpoints,
        Duration reconnectMin,
        Duration reconnectMax,
        Duration refusedWait,
        int maxInflight,
        MqttRemedies remedies) {
    public MqttSettings {
        Objects.requireNonNull(name, "name");
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException(name + ": at least one endpoint is needed");
        }
        if (maxInflight < 1 || maxInflight > 10_000) {
            throw new IllegalArgumentException(
                    name + ": maxInflight is " + maxInflight + ", must be 1 to 10000");
        }
        Objects.requireNonNull(reconnectMin, "reconnectMin");
        Objects.requireNonNull(reconnectMax, "reconnectMax");
        Objects.requireNonNull(refusedWait, "refusedWait");
        Objects.requireNonNull(remedies, "remedies");
    }

    /** With the remedies of a plain broker. */
    public MqttSettings(
            String name,
            List<MqttEndpoint> endpoints,
            Duration reconnectMin,
            Duration reconnectMax,
            Duration refusedWait,
            int maxInflight) {
        this(
                name,
                endpoints,
                reconnectMin,
                reconnectMax,
                refusedWait,
                maxInflight,
                refusal -> Optional.empty());
    }

    /** With the usual waits when the broker refuses us. */
    public MqttSettings(
            String name,
            List<MqttEndpoint> endpoints,
            Duration reconnectMin,
            Duration reconnectMax,
            int maxInflight) {
        this(name, endpoints, reconnectMin, reconnectMax, Duration.ZERO, maxInflight);
    }

    /** The same with other remedies. */
    public MqttSettings with(MqttRemedies others) {
        return new MqttSettings(
                name, endpoints, reconnectMin, reconnectMax, refusedWait, maxInflight, others);
    }
}
