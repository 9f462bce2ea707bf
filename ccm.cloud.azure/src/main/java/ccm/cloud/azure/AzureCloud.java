package ccm.cloud.azure;

import ccm.api.cloud.CloudException;
import ccm.api.device.Device;
import ccm.api.mqtt.MqttSessions;
import ccm.api.mqtt.MqttSettings;
import ccm.parts.cloud.CalledCloudService;
import ccm.parts.cloud.CloudCalls;
import ccm.parts.cloud.ShadowSource;
import ccm.parts.patience.Patience;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/** Publishes an Azure IoT hub as a cloud, and its twin as a shadow, while it is enabled. */
@Component(
        service = {},
        configurationPid = "ccm.azure")
@Designate(ocd = AzureConfig.class)
public final class AzureCloud extends CalledCloudService<String> {
    private static final Duration REFUSED_WAIT = Duration.ofMinutes(5);
    private static final Duration SILENCE = Duration.ofSeconds(20); // of the service

    private final AzureConfig config;
    private final AzureSettings settings;
    private final AzureParts parts;
    private final Path files;
    private final Patience patience;

    @Activate
    public AzureCloud(AzureConfig config, BundleContext bundle) {
        this(config, AzureConfig.Read.settings(config), bundle);
    }

    private AzureCloud(AzureConfig config, AzureSettings settings, BundleContext bundle) {
        this(
                config,
                settings,
                new AzureParts(
                        config.enable__cm(), config.enable__dm(), AzureRemedies.of(settings)),
                bundle);
    }

    private AzureCloud(
            AzureConfig config, AzureSettings settings, AzureParts parts, BundleContext bundle) {
        super(bundle, parts.cloud());
        this.config = config;
        this.settings = settings;
        this.parts = parts;
        this.files = files(bundle);
        this.patience = Patience.of(bundle);
    }

    @Override
    protected boolean enabled() {
        return config.enable();
    }

    @Override
    protected String serves() {
        return settings.serves();
    }

    @Override
    protected String identity(Device device) {
        return device.id();
    }

    @Override
    protected Optional<ShadowSource> shadow() {
        return Optional.of(parts.twin());
    }

    @Override
    protected Optional<CloudCalls> calls() {
        return parts.methods().map(DirectMethods::calls);
    }

    @Override
    protected MqttSettings settings(String id) {
        if (!settings.dps().on()) {
            parts.dialect().device(device(id));
        }
        return new MqttSettings(
                AzureDialect.NAME,
                List.of(new AzureEndpoint(settings, () -> settings.login(id), files, tokens())),
                seconds(config.reconnect__timeout__min()),
                seconds(config.reconnect__timeout__max()),
                REFUSED_WAIT,
                inflight());
    }

    /** Where a hub is assigned, its session begins with another one. */
    @Override
    protected MqttSessions through(MqttSessions sessions, String id) {
        return settings.dps().on()
                ? (common, listener) -> {
                    ProvisionedSession session =
                            new ProvisionedSession(
                                    sessions, plan(id, common), parts.dialect(), listener);
                    session.open();
                    return session;
                }
                : sessions;
    }

    private Provisioning plan(String id, MqttSettings common) {
        AssignmentFile kept = new AssignmentFile(files.resolveSibling("azure").resolve("hub.json"));
        return new Provisioning(settings, id, files, tokens(), kept, common, patience.of(SILENCE));
    }

    private Tokens tokens() {
        return new Tokens(
                settings.tokenTtl(),
                Clock.systemUTC(),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    private String device(String id) {
        try {
            return settings.login(id).device();
        } catch (CloudException e) { // said at every attempt
            return id;
        }
    }
}
