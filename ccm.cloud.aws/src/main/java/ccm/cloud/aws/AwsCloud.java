package ccm.cloud.aws;

import ccm.api.config.ConfigTree;
import ccm.api.device.Device;
import ccm.api.firmware.FirmwareUpdater;
import ccm.api.firmware.UpdateListener;
import ccm.api.mqtt.MqttSessions;
import ccm.api.mqtt.MqttSettings;
import ccm.parts.cloud.MqttCloudService;
import ccm.parts.cloud.ShadowSource;
import ccm.parts.patience.Patience;
import java.nio.file.Path;
import java.time.Duration;
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

/** Publishes AWS IoT Core as a cloud while it is enabled. */
@Component(
        service = {},
        configurationPid = "ccm.aws")
@Designate(ocd = AwsConfig.class)
public final class AwsCloud extends MqttCloudService<Thing> {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration CLAIM_PAUSE = Duration.ofSeconds(30);
    private static final int INFLIGHT = 100; // what it takes in all, with our own

    private final AwsSettings settings;
    private final AwsParts parts;
    private final Path files;
    private final Patience patience;
    private Optional<AwsClaim> claim = Optional.empty(); // these three: guarded by this
    private Optional<MqttSessions> sessions = Optional.empty();
    private Optional<ConfigTree> tree = Optional.empty();

    @Activate
    public AwsCloud(AwsConfig config, BundleContext bundle) {
        this(AwsConfig.Read.settings(config), bundle);
    }

    private AwsCloud(AwsSettings settings, BundleContext bundle) {
        this(settings, new AwsParts(settings, own(bundle), PAUSE), bundle);
    }

    private AwsCloud(AwsSettings settings, AwsParts parts, BundleContext bundle) {
        super(bundle, parts.cloud());
        this.settings = settings;
        this.parts = parts;
        this.files = files(bundle);
        this.patience = Patience.of(bundle);
    }

    @Override
    protected boolean enabled() {
        return settings.enabled();
    }

    @Override
    protected String serves() {
        return AwsEndpoint.address(settings);
    }

    @Override
    protected Thing identity(Device device) {
        return Thing.of(device, settings);
    }

    @Override
    protected Optional<ShadowSource> shadow() {
        return Optional.of(parts.shadow());
    }

    @Override
    protected Map<Class<?>, Object> besides() {
        return settings.jobs() ? Map.of(UpdateListener.class, parts.jobs()) : Map.of();
    }

    @Override
    protected synchronized MqttSettings settings(Thing thing) {
        parts.dialect().present(ThingTopics.of(thing.name(), settings.shadowName()));
        claim.ifPresent(AwsClaim::close);
        AwsClaim next =
                new AwsClaim(settings, thing, files, patience.of(CLAIM_PAUSE), this::claimed);
        claim = Optional.of(next);
        tree.ifPresent(next::tree);
        sessions.ifPresent(next::open);
        return new MqttSettings(
                AwsDialect.NAME,
                List.of(new AwsEndpoint(settings, thing, files, next)),
                settings.times().reconnectMin(),
                settings.times().reconnectMax(),
                INFLIGHT);
    }

    /** There is a certificate now; unless its settings are new, which make another one of us. */
    private void claimed() {
        parts.cloud().reconnect();
    }

    @Override
    public synchronized void bindSessions(MqttSessions service) {
        sessions = Optional.of(service);
        super.bindSessions(service);
    }

    @Override
    public synchronized void unbindSessions(MqttSessions service) {
        sessions = sessions.filter(each -> each != service);
        super.unbindSessions(service);
    }

    @Override
    public synchronized void close() {
        claim.ifPresent(AwsClaim::close);
        claim = Optional.empty();
        super.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindUpdater(FirmwareUpdater updater) {
        parts.jobs().updater(updater);
    }

    public void unbindUpdater(FirmwareUpdater updater) {
        parts.jobs().without(updater);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public synchronized void bindTree(ConfigTree service) {
        tree = Optional.of(service);
        claim.ifPresent(current -> current.tree(service));
    }

    public synchronized void unbindTree(ConfigTree service) {
        tree = tree.filter(each -> each != service);
        claim.ifPresent(current -> current.without(service));
    }

    /** The bundle's own folder. */
    private static Path own(BundleContext bundle) {
        return files(bundle).resolveSibling(AwsDialect.NAME);
    }
}
