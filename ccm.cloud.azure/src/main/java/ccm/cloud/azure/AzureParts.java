package ccm.cloud.azure;

import ccm.api.cloud.CloudMessage;
import ccm.api.mqtt.MqttRemedies;
import ccm.parts.cloud.MqttCloud;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The cloud, its dialect, its twin and its methods, which all publish through the cloud. */
final class AzureParts {
    private final AzureTwin twin = new AzureTwin(this::publish);
    private final Optional<DirectMethods> methods;
    private final AzureDialect dialect;
    private final MqttCloud cloud;

    /**
     * Wires them.
     *
     * @param told whether the host is told messages of the cloud
     * @param called whether the cloud may call methods
     * @param remedies for refusals of the hub
     */
    AzureParts(boolean told, boolean called, MqttRemedies remedies) {
        methods = called ? Optional.of(new DirectMethods(this::publish)) : Optional.empty();
        dialect = new AzureDialect(told, twin, methods, remedies);
        cloud = new MqttCloud(dialect);
    }

    MqttCloud cloud() {
        return cloud;
    }

    AzureDialect dialect() {
        return dialect;
    }

    AzureTwin twin() {
        return twin;
    }

    Optional<DirectMethods> methods() {
        return methods;
    }

    private CompletionStage<Void> publish(CloudMessage message) {
        return cloud.publishOwn(message);
    }
}
