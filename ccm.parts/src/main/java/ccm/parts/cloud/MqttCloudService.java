package ccm.parts.cloud;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudListener;
import ccm.api.device.Device;
import ccm.api.mqtt.MqttSessions;
import ccm.api.mqtt.MqttSettings;
import ccm.api.shadow.ShadowBackend;
import ccm.api.shadow.ShadowListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * What a component of a cloud over MQTT does: publishes the cloud as a service while it is enabled,
 * and connects it while ccm.mqtt and the identity of the device are known. The cloud stays the same
 * while its neighbours are swapped. The component inherits the references; its {@code bnd.bnd} says
 * {@code -dsannotations-options: inherit}.
 *
 * @param <I> how the device presents itself: copied from it, compared by {@code equals}
 */
public abstract class MqttCloudService<I> {
    /** Service property: what the gateway serves with this, for its {@code ready} line. */
    public static final String SERVES = "ccm.serves";

    private static final double MILLIS = 1_000;

    private final BundleContext bundle;
    private final MqttCloud cloud;
    private final List<ServiceRegistration<?>> published = new ArrayList<>(); // guarded by this
    private Optional<MqttSessions> sessions = Optional.empty(); // these three: guarded by this
    private Optional<I> identity = Optional.empty();
    private boolean open;

    protected MqttCloudService(BundleContext bundle, MqttCloud cloud) {
        this.bundle = bundle;
        this.cloud = cloud;
    }

    /** False to publish nothing at all. */
    protected abstract boolean enabled();

    /** The address, for the {@code ready} line. */
    protected abstract String serves();

    /** How the device presents itself to this cloud. */
    protected abstract I identity(Device device);

    /** What to connect with; its {@code maxInflight} is {@link #inflight} at least. */
    protected abstract MqttSettings settings(I presented);

    /** Who makes the session; by default whom it is given. */
    protected MqttSessions through(MqttSessions sessions, I presented) {
        return sessions;
    }

    /** Its shadow, published beside the cloud. */
    protected Optional<ShadowSource> shadow() {
        return Optional.empty();
    }

    /** What else is published beside the cloud, by its contract. */
    protected Map<Class<?>, Object> besides() {
        return Map.of();
    }

    /** The folder of certificates and keys. */
    protected static Path files(BundleContext bundle) {
        return Path.of(Optional.ofNullable(bundle.getProperty("ccm.data")).orElse("."), "files");
    }

    /** A setting in seconds. */
    public static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * MILLIS));
    }

    /** As many publishes of the engine as can be unfinished at a time. */
    protected final int inflight() {
        return cloud.capabilities().maxInflight() + Capabilities.ANSWERS;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindEngine(CloudListener engine) {
        cloud.engine(engine);
    }

    public void unbindEngine(CloudListener engine) {
        cloud.without(engine);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindShadow(ShadowListener engine) {
        shadow().ifPresent(shadow -> shadow.listener(engine));
    }

    public void unbindShadow(ShadowListener engine) {
        shadow().ifPresent(shadow -> shadow.without(engine));
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public synchronized void bindDevice(Device device) {
        Optional<I> now = Optional.of(identity(device));
        if (!now.equals(identity)) {
            identity = now;
            connect();
        }
    }

    public void unbindDevice(Device device) {
        // we are who we were: what is needed of it was copied
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public synchronized void bindSessions(MqttSessions service) {
        sessions = Optional.of(service);
        connect();
    }

    public synchronized void unbindSessions(MqttSessions service) {
        if (sessions.filter(current -> current == service).isPresent()) {
            sessions = Optional.empty();
            connect();
        }
    }

    @Activate
    public synchronized void open() {
        if (!enabled()) {
            return;
        }
        open = true;
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(SERVES, cloud.name() + " " + serves());
        published.add(bundle.registerService(CloudConnector.class, cloud, properties));
        shadow().ifPresent(shadow -> publish(ShadowBackend.class, shadow));
        besides().forEach(this::publish);
        connect();
    }

    @Deactivate
    public synchronized void close() {
        open = false;
        published.forEach(ServiceRegistration::unregister);
        published.clear();
        cloud.close();
    }

    private void publish(Class<?> contract, Object service) {
        published.add(bundle.registerService(contract.getName(), service, null));
    }

    /** One of these threads at a time; the session's own threads never come here. */
    private void connect() {
        if (!open) {
            return;
        }
        if (sessions.isEmpty()) {
            cloud.disconnect("ccm.mqtt is away. is the bundle started?");
        } else if (identity.isEmpty()) {
            cloud.disconnect("the device's id is not known yet. is ccm.core started?");
        } else {
            I presented = identity.get();
            cloud.connect(through(sessions.get(), presented), settings(presented));
        }
    }
}
