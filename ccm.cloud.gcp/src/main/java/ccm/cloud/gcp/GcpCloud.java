package ccm.cloud.gcp;

import ccm.api.device.Device;
import ccm.api.link.FrameExchange;
import ccm.api.mqtt.MqttSettings;
import ccm.api.shadow.ShadowBackend;
import ccm.api.shadow.ShadowListener;
import ccm.parts.cloud.MqttCloudService;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Publishes IoT Core as a cloud, and configuration and state as a shadow, while it is enabled. */
@Component(
        service = {},
        configurationPid = "ccm.gcp")
@Designate(ocd = GcpConfig.class)
public final class GcpCloud extends MqttCloudService<String> {
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
    protected Map<Class<?>, Object> besides() {
        return Map.of(ShadowBackend.class, parts.shadow());
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
                GcpConfig.Read.seconds(config.reconnect__timeout__min()),
                GcpConfig.Read.seconds(config.reconnect__timeout__max()),
                inflight());
    }

    @Override
    public synchronized void close() {
        super.close();
        parts.calls().ifPresent(Calls::close);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindShadow(ShadowListener engine) {
        parts.shadow().listener(engine);
    }

    void unbindShadow(ShadowListener engine) {
        parts.shadow().without(engine);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindExchange(FrameExchange exchange) {
        parts.calls().ifPresent(calls -> calls.exchange(exchange));
    }

    void unbindExchange(FrameExchange exchange) {
        parts.calls().ifPresent(calls -> calls.without(exchange));
    }
}
