package ccm.cloud.watson;

import ccm.api.cloud.CloudMessage;
import ccm.parts.cloud.FrameCalls;
import ccm.parts.cloud.MqttCloud;
import ccm.parts.cloud.MqttCloudService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The cloud, its dialect, its shadow and its calls, which all publish through the cloud. */
final class WatsonParts {
    private static final Duration GUEST_INTERVAL = Duration.ofSeconds(2);

    private final Worker worker = new Worker();
    private final Lane lane = new Lane(this::publish);
    private final Optional<WatsonShadow> shadow;
    private final Optional<FrameCalls> calls;
    private final WatsonDialect dialect;
    private final MqttCloud cloud;

    /**
     * Makes them.
     *
     * @param folder of the bundle
     */
    WatsonParts(WatsonConfig config, Path folder) {
        boolean guest = WatsonConfig.Read.settings(config).quickstart();
        Duration interval = MqttCloudService.seconds(config.state__interval());
        boolean slower = guest && interval.compareTo(GUEST_INTERVAL) < 0;
        shadow =
                config.shadow__enable()
                        ? Optional.of(
                                new WatsonShadow(
                                        lane::publish,
                                        slower ? GUEST_INTERVAL : interval,
                                        new Wish(folder),
                                        worker))
                        : Optional.empty();
        calls =
                config.rpc__enable() && !guest
                        ? Optional.of(
                                new FrameCalls(
                                        WatsonDialect.NAME, lane::publish, WatsonParts::answers))
                        : Optional.empty();
        dialect = new WatsonDialect(guest, shadow, calls);
        cloud = new MqttCloud(dialect);
    }

    MqttCloud cloud() {
        return cloud;
    }

    WatsonDialect dialect() {
        return dialect;
    }

    Optional<WatsonShadow> shadow() {
        return shadow;
    }

    Optional<FrameCalls> calls() {
        return calls;
    }

    void close() {
        worker.close();
    }

    /** Where an application hears what it has called for. */
    private static String answers(String caller) {
        return Events.topic(WatsonDialect.CALLS + caller, "json");
    }

    private CompletionStage<Void> publish(CloudMessage message) {
        return cloud.publishOwn(message);
    }
}
