package ccm.cloud.mqtt;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudListener;
import ccm.api.device.Device;
import ccm.api.mqtt.MqttEndpoint;
import ccm.api.mqtt.MqttSessions;
import ccm.api.mqtt.MqttSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Publishes the private broker as a cloud while it is enabled. Its connector stays the same while
 * its neighbours ccm.mqtt, ccm.cloud and ccm.core are swapped.
 */
@Component(service = {})
public final class PrivateCloud {
    /** Service property: what the gateway serves with this, for its {@code ready} line. */
    static final String SERVES = "ccm.serves";

    private final BundleContext bundle;
    private final PrimaryBroker primary;
    private final List<BrokerSettings> enabled;
    private final MqttConnector connector;
    private final Path files;
    private Optional<MqttSessions> sessions = Optional.empty(); // these four: guarded by this
    private List<Identity> identities = List.of();
    private Optional<ServiceRegistration<CloudConnector>> published = Optional.empty();
    private boolean open;

    @Activate
    public PrivateCloud(
            @Reference PrimaryBroker primary,
            @Reference BackupBroker backup,
            BundleContext bundle) {
        this.bundle = bundle;
        this.primary = primary;
        enabled = new ArrayList<>();
        for (BrokerSettings each : List.of(primary.settings(), backup.settings())) {
            if (each.enabled()) {
                enabled.add(each);
            }
        }
        connector = new MqttConnector(enabled.isEmpty() ? 0 : enabled.get(0).maxQos());
        files = Path.of(Optional.ofNullable(bundle.getProperty("ccm.data")).orElse("."), "files");
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEngine(CloudListener engine) {
        connector.engine(engine);
    }

    void unbindEngine(CloudListener engine) {
        connector.without(engine);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindDevice(Device device) {
        List<Identity> now =
                enabled.stream().map(settings -> Identity.of(device, settings)).toList();
        if (!now.equals(identities)) {
            identities = now;
            connect();
        }
    }

    void unbindDevice(Device device) {
        // we are who we were: what is needed of it was copied
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindSessions(MqttSessions service) {
        sessions = Optional.of(service);
        connect();
    }

    synchronized void unbindSessions(MqttSessions service) {
        if (sessions.filter(current -> current == service).isPresent()) {
            sessions = Optional.empty();
            connect();
        }
    }

    @Activate
    synchronized void open() {
        if (enabled.isEmpty()) {
            return;
        }
        open = true;
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(
                SERVES,
                enabled.stream()
                        .map(BrokerEndpoint::address)
                        .collect(Collectors.joining(" or ", MqttConnector.NAME + " ", "")));
        published =
                Optional.of(bundle.registerService(CloudConnector.class, connector, properties));
        connect();
    }

    @Deactivate
    synchronized void close() {
        open = false;
        published.ifPresent(ServiceRegistration::unregister);
        published = Optional.empty();
        connector.close();
    }

    /** One of these threads at a time; the session's own threads never come here. */
    private void connect() {
        if (!open) {
            return;
        }
        if (sessions.isEmpty()) {
            connector.disconnect("ccm.mqtt is away. is the bundle started?");
        } else if (identities.isEmpty()) {
            connector.disconnect("the device's id is not known yet. is ccm.core started?");
        } else {
            connector.connect(sessions.get(), settings());
        }
    }

    private MqttSettings settings() {
        List<MqttEndpoint> brokers = new ArrayList<>();
        for (int i = 0; i < enabled.size(); i++) {
            brokers.add(
                    new BrokerEndpoint(
                            enabled.get(i), identities.get(i), files, Clock.systemUTC()));
        }
        return new MqttSettings(
                MqttConnector.NAME,
                brokers,
                primary.reconnectMin(),
                primary.reconnectMax(),
                connector.capabilities().maxInflight() + Capabilities.ANSWERS);
    }
}
