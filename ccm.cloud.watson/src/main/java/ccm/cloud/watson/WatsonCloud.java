package ccm.cloud.watson;

import ccm.api.device.Device;
import ccm.api.firmware.FirmwareUpdater;
import ccm.api.firmware.UpdateListener;
import ccm.api.mqtt.MqttSettings;
import ccm.parts.cloud.CalledCloudService;
import ccm.parts.cloud.CloudCalls;
import ccm.parts.cloud.ShadowSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Publishes the platform as a cloud, and events and commands as a shadow, while it is enabled. */
@Component(
        service = {},
        configurationPid = "ccm.watson")
@Designate(ocd = WatsonConfig.class)
public final class WatsonCloud extends CalledCloudService<Gateway> {
    private final WatsonConfig config;
    private final WatsonSettings settings;
    private final WatsonParts parts;
    private final Path files;

    @Activate
    public WatsonCloud(WatsonConfig config, BundleContext bundle) {
        this(config, new WatsonParts(config, own(bundle)), bundle);
    }

    private WatsonCloud(WatsonConfig config, WatsonParts parts, BundleContext bundle) {
        super(bundle, parts.cloud());
        this.config = config;
        this.settings = WatsonConfig.Read.settings(config);
        this.parts = parts;
        this.files = files(bundle);
    }

    /** The bundle's own folder. */
    private static Path own(BundleContext bundle) {
        return files(bundle).resolveSibling(WatsonDialect.NAME);
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
    protected Gateway identity(Device device) {
        return Gateway.of(device, settings);
    }

    @Override
    protected Optional<ShadowSource> shadow() {
        return parts.shadow().map(each -> each);
    }

    @Override
    protected Optional<CloudCalls> calls() {
        return parts.calls();
    }

    @Override
    protected MqttSettings settings(Gateway gateway) {
        parts.dialect().present(gateway);
        return new MqttSettings(
                WatsonDialect.NAME,
                List.of(new WatsonEndpoint(settings, gateway.clientId(), files)),
                seconds(config.reconnect__timeout__min()),
                seconds(config.reconnect__timeout__max()),
                inflight());
    }

    @Override
    protected Map<Class<?>, Object> besides() {
        Map<Class<?>, Object> all = new HashMap<>();
        parts.firmware().ifPresent(each -> all.put(UpdateListener.class, each));
        return all;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindUpdater(FirmwareUpdater updater) {
        parts.firmware().ifPresent(each -> each.updater(updater));
    }

    void unbindUpdater(FirmwareUpdater updater) {
        parts.firmware().ifPresent(each -> each.without(updater));
    }

    @Override
    public synchronized void close() {
        super.close();
        parts.close();
    }
}
