package ccm.cloud.mdash;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudListener;
import ccm.api.cloud.NetworkListener;
import ccm.api.device.Device;
import ccm.api.link.FrameExchange;
import ccm.api.shadow.ShadowBackend;
import ccm.api.shadow.ShadowListener;
import ccm.parts.cloud.MqttCloudService;
import ccm.parts.patience.Patience;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Publishes mDash as a cloud, and its shadow, while it is enabled. */
@Component(
        service = {},
        configurationPid = "ccm.dash")
@Designate(ocd = DashConfig.class)
public final class DashCloud {
    private final BundleContext bundle;
    private final boolean enabled;
    private final DashSettings settings;
    private final DashConnector cloud;
    private final List<ServiceRegistration<?>> published = new ArrayList<>(); // guarded by this
    private Optional<Device> device = Optional.empty(); // these two: guarded by this
    private boolean open;

    @Activate
    public DashCloud(DashConfig config, BundleContext bundle) {
        this.bundle = bundle;
        this.enabled = config.enable();
        this.settings = DashConfig.Read.settings(config);
        Path files =
                Path.of(Optional.ofNullable(bundle.getProperty("ccm.data")).orElse("."), "files");
        this.cloud = new DashConnector(settings, files, DashLimits.USUAL.with(Patience.of(bundle)));
    }

    @Activate
    synchronized void open() {
        if (!enabled) {
            return;
        }
        open = true;
        if (settings.sendLogs()) {
            cloud.log().open();
        }
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(MqttCloudService.SERVES, DashConnector.NAME + " " + settings.server());
        published.add(bundle.registerService(CloudConnector.class, cloud, properties));
        published.add(bundle.registerService(NetworkListener.class, cloud, null));
        published.add(bundle.registerService(ShadowBackend.class, cloud.shadow(), null));
        device.ifPresent(cloud::connect);
    }

    @Deactivate
    synchronized void close() {
        open = false;
        published.forEach(ServiceRegistration::unregister);
        published.clear();
        cloud.log().shut();
        cloud.close();
        cloud.calls().calls().close();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindDevice(Device found) {
        device = Optional.of(found);
        if (open) {
            cloud.connect(found);
        }
    }

    void unbindDevice(Device gone) {
        // we are who we were
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEngine(CloudListener engine) {
        cloud.engine(engine);
    }

    void unbindEngine(CloudListener engine) {
        cloud.without(engine);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindShadow(ShadowListener engine) {
        cloud.shadow().listener(engine);
    }

    void unbindShadow(ShadowListener engine) {
        cloud.shadow().without(engine);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindExchange(FrameExchange exchange) {
        cloud.calls().calls().exchange(exchange);
    }

    void unbindExchange(FrameExchange exchange) {
        cloud.calls().calls().without(exchange);
    }
}
