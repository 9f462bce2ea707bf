package ccm.cloud.mqtt;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudMessage;
import ccm.parts.cloud.MqttDialect;
import ccm.parts.cloud.MqttFilter;
import java.util.Optional;

/**
 * A private broker: MQTT as it is.
 *
 * @param maxQos caps the QoS of publishes and subscriptions
 */
record PrivateDialect(int maxQos) implements MqttDialect {
    static final String NAME = "mqtt";
    private static final int MAX_INFLIGHT = 1_000;
    private static final int MAX_PAYLOAD = 268_435_455 - 65_535 - 4; // of one packet, MQTT 2.2.3
    private static final Capabilities CAPABILITIES =
            new Capabilities(true, MAX_PAYLOAD, MAX_INFLIGHT, true);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public CloudMessage outgoing(CloudMessage message) {
        return message.qos() <= maxQos
                ? message
                : new CloudMessage(message.topic(), message.payload(), maxQos, message.retain());
    }

    @Override
    public Optional<MqttFilter> wire(MqttFilter wanted) {
        return Optional.of(new MqttFilter(wanted.filter(), Math.min(wanted.qos(), maxQos)));
    }
}
