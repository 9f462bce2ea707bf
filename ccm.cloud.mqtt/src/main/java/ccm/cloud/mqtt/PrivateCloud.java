package ccm.cloud.mqtt;

import ccm.api.cloud.CloudMessage;
import ccm.api.device.Device;
import ccm.api.mqtt.MqttEndpoint;
import ccm.api.mqtt.MqttSettings;
import ccm.parts.cloud.MqttCloud;
import ccm.parts.cloud.MqttCloudService;
import ccm.parts.cloud.ShadowSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Publishes the private broker as a cloud while it is enabled. */
@Component(service = {})
public final class PrivateCloud extends MqttCloudService<List<Identity>> {
    private final PrimaryBroker primary;
    private final List<BrokerSettings> enabled;
    private final Path files;
    private final Optional<PrivateShadow> shadow;

    /** The cloud and its shadow, which publishes through it. */
    private static final class Parts {
        private final Optional<PrivateShadow> shadow;
        private final PrivateDialect dialect;
        private final MqttCloud cloud;

        Parts(int maxQos, boolean shadowed) {
            shadow = shadowed ? Optional.of(new PrivateShadow(this::publish)) : Optional.empty();
            dialect = new PrivateDialect(maxQos, shadow);
            cloud = new MqttCloud(dialect);
        }

        private CompletionStage<Void> publish(CloudMessage message) {
            return cloud.publishOwn(dialect.outgoing(message));
        }
    }

    @Activate
    public PrivateCloud(
            @Reference PrimaryBroker primary,
            @Reference BackupBroker backup,
            BundleContext bundle) {
        this(primary, enabled(primary, backup), bundle);
    }

    private PrivateCloud(
            PrimaryBroker primary, List<BrokerSettings> enabled, BundleContext bundle) {
        this(
                primary,
                enabled,
                new Parts(enabled.isEmpty() ? 0 : enabled.get(0).maxQos(), primary.shadow()),
                bundle);
    }

    private PrivateCloud(
            PrimaryBroker primary,
            List<BrokerSettings> enabled,
            Parts parts,
            BundleContext bundle) {
        super(bundle, parts.cloud);
        this.primary = primary;
        this.shadow = parts.shadow;
        this.enabled = enabled;
        this.files = files(bundle);
    }

    @Override
    protected boolean enabled() {
        return !enabled.isEmpty();
    }

    @Override
    protected String serves() {
        return enabled.stream().map(BrokerEndpoint::address).collect(Collectors.joining(" or "));
    }

    @Override
    protected List<Identity> identity(Device device) {
        return enabled.stream().map(settings -> Identity.of(device, settings)).toList();
    }

    @Override
    protected Optional<ShadowSource> shadow() {
        return shadow.map(one -> one);
    }

    @Override
    protected MqttSettings settings(List<Identity> presented) {
        shadow.ifPresent(one -> one.device(presented.get(0).device()));
        List<MqttEndpoint> brokers = new ArrayList<>();
        for (int i = 0; i < enabled.size(); i++) {
            brokers.add(
                    new BrokerEndpoint(enabled.get(i), presented.get(i), files, Clock.systemUTC()));
        }
        return new MqttSettings(
                PrivateDialect.NAME,
                brokers,
                primary.reconnectMin(),
                primary.reconnectMax(),
                inflight());
    }

    private static List<BrokerSettings> enabled(PrimaryBroker primary, BackupBroker backup) {
        return List.of(primary.settings(), backup.settings()).stream()
                .filter(BrokerSettings::enabled)
                .toList();
    }
}
