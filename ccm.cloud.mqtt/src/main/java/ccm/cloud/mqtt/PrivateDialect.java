package ccm.cloud.mqtt;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.parts.cloud.MqttDialect;
import ccm.parts.cloud.MqttFilter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A private broker: MQTT as it is.
 *
 * @param maxQos caps the QoS of publishes and subscriptions
 * @param shadow there when the convention for shadows is used
 */
record PrivateDialect(int maxQos, Optional<PrivateShadow> shadow) implements MqttDialect {
    static final String NAME = "mqtt";
    private static final int MAX_INFLIGHT = 1_000;
    private static final int MAX_PAYLOAD = 268_435_455 - 65_535 - 4; // of one packet, MQTT 2.2.3
    private static final Capabilities CAPABILITIES =
            new Capabilities(true, MAX_PAYLOAD, MAX_INFLIGHT, true);

    PrivateDialect(int maxQos) {
        this(maxQos, Optional.empty());
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
    public CloudMessage outgoing(CloudMessage message) {
        return message.qos() <= maxQos
                ? message
                : new CloudMessage(message.topic(), message.payload(), maxQos, message.retain());
    }

    @Override
    public List<MqttFilter> filters() {
        return shadow.map(one -> List.of(new MqttFilter(one.desiredTopic(), Math.min(1, maxQos))))
                .orElse(List.of());
    }

    @Override
    public Optional<CompletionStage<Void>> own(CloudMessage message) {
        return shadow.filter(one -> one.take(message))
                .map(any -> CompletableFuture.completedFuture(null));
    }

    @Override
    public void onState(CloudState state) {
        shadow.ifPresent(one -> one.onReady(state.ready()));
    }

    @Override
    public Optional<MqttFilter> wire(MqttFilter wanted) {
        return Optional.of(new MqttFilter(wanted.filter(), Math.min(wanted.qos(), maxQos)));
    }
}
