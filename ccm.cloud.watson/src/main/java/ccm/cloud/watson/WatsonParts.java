package ccm.cloud.watson;

import ccm.api.cloud.CloudMessage;
import ccm.parts.cloud.CloudCalls;
import ccm.parts.cloud.FrameCalls;
import ccm.parts.cloud.MqttCloud;
import ccm.parts.cloud.MqttCloudService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The cloud, its dialect, its shadow, its calls and its management, which all publish through the
 * cloud.
 */
final class WatsonParts {
    private static final int SHORTEST_LIFE = 3_600;
    private static final long BUSY_MILLIS = 10_000;
    private static final Duration GUEST_INTERVAL = Duration.ofSeconds(2);

    private final Worker worker = new Worker();
    private final Lane lane = new Lane(this::publish);
    private final Optional<WatsonShadow> shadow;
    private final Optional<FrameCalls> calls;
    private final Optional<CloudCalls> caller;
    private final Optional<Management> management;
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
        boolean managed = config.manage() && !guest;
        caller =
                calls.map(FrameCalls::calls)
                        .or(
                                () ->
                                        managed
                                                ? Optional.of(new CloudCalls(WatsonDialect.NAME))
                                                : Optional.empty());
        management = managed ? Optional.of(management(config, folder)) : Optional.empty();
        dialect = new WatsonDialect(guest, shadow, calls, management);
        cloud = new MqttCloud(dialect);
    }

    private Management management(WatsonConfig config, Path folder) {
        return new Management(
                worker,
                lane::publish,
                new Actions(caller.orElseThrow()),
                new HostFirmware(worker, new FirmwareFile(folder), BUSY_MILLIS),
                Duration.ofSeconds(lifetime(config.manage__lifetime())));
    }

    /** The platform takes none that is shorter. */
    private static int lifetime(int seconds) {
        return seconds == 0 ? 0 : Math.max(SHORTEST_LIFE, seconds);
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

    /** Who carries out calls and actions. */
    Optional<CloudCalls> calls() {
        return caller;
    }

    /** The host's firmware, while the platform manages it. */
    Optional<HostFirmware> firmware() {
        return management.map(Management::firmware);
    }

    void close() {
        management.ifPresent(Management::close);
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
