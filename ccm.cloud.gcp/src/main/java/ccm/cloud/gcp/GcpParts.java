package ccm.cloud.gcp;

import ccm.api.cloud.CloudMessage;
import ccm.parts.cloud.FrameCalls;
import ccm.parts.cloud.MqttCloud;
import ccm.parts.cloud.MqttCloudService;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The cloud, its dialect, its shadow and its calls, which all publish through the cloud. */
final class GcpParts {
    private final GcpShadow shadow;
    private final Optional<FrameCalls> calls;
    private final GcpDialect dialect;
    private final MqttCloud cloud;

    GcpParts(GcpConfig config) {
        boolean told = config.enable__commands();
        String folder = config.rpc__subfolder().trim();
        shadow =
                new GcpShadow(
                        this::publish,
                        config.enable__config(),
                        MqttCloudService.seconds(config.state__interval()),
                        System::nanoTime);
        calls =
                told && !folder.isEmpty()
                        ? Optional.of(new FrameCalls(GcpDialect.NAME, this::publish, this::events))
                        : Optional.empty();
        dialect = new GcpDialect(told, shadow, folder, calls);
        cloud = new MqttCloud(dialect);
    }

    MqttCloud cloud() {
        return cloud;
    }

    GcpDialect dialect() {
        return dialect;
    }

    GcpShadow shadow() {
        return shadow;
    }

    Optional<FrameCalls> calls() {
        return calls;
    }

    private String events(String folder) {
        return dialect.events(folder);
    }

    private CompletionStage<Void> publish(CloudMessage message) {
        return cloud.publishOwn(message);
    }
}
