package ccm.cloud.gcp;

import ccm.api.device.Device;
import ccm.api.mqtt.MqttSettings;
import ccm.parts.cloud.CalledCloudService;
import ccm.parts.cloud.CloudCalls;
import ccm.parts.cloud.FrameCalls;
import ccm.parts.cloud.ShadowSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/** Publishes IoT Core as a cloud, and configuration and state as a shadow, while it is enabled. */
@Component(
        service = {},
        configurationPid = "ccm.gcp")
@Designate(ocd = GcpConfig.class)
public final class GcpCloud extends CalledCloudService<String> {
    private final GcpConfig config;
    private final GcpSettings settings;
    private final GcpParts parts;
    private final Path files;

    @Activate
    public GcpCloud(GcpConfig config, BundleContext bundle) {
        this(config, new GcpParts(config), bundle);
    }

    private GcpCloud(GcpConfig config, GcpParts parts, BundleContext bundle) {
        super(bundle, parts.cloud());
        this.config = config;
        this.settings = GcpConfig.Read.settings(config);
        this.parts = parts;
        this.files = files(bundle);
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
        return Optional.of(parts.shadow());
    }

    @Override
    protected Optional<CloudCalls> calls() {
        return parts.calls().map(FrameCalls::calls);
    }

    @Override
    protected MqttSettings settings(String id) {
        parts.dialect().device(settings.deviceId(id));
        Tokens tokens =
                new Tokens(
                        settings,
                        files,
                        Clock.systemUTC(),
                        () -> ThreadLocalRandom.current().nextDouble());
        return new MqttSettings(
                GcpDialect.NAME,
                List.of(new GcpEndpoint(settings, id, files, tokens)),
                seconds(config.reconnect__timeout__min()),
                seconds(config.reconnect__timeout__max()),
                inflight());
    }
}
