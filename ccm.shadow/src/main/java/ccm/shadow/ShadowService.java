package ccm.shadow;

import ccm.api.firmware.FirmwareUpdater;
import ccm.api.firmware.UpdateListener;
import ccm.api.firmware.UpdateStatus;
import ccm.api.host.Host;
import ccm.api.host.HostListener;
import ccm.api.host.HostState;
import ccm.api.shadow.ShadowBackend;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The shadow engine as the rest of the gateway sees it. */
@Component(
        service = {
            ShadowService.class,
            ShadowListener.class,
            HostListener.class,
            UpdateListener.class
        },
        immediate = true,
        configurationPid = "ccm.shadow",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ShadowService.Config.class)
public final class ShadowService implements ShadowListener, HostListener, UpdateListener {
    private final BundleContext bundle;
    private final OwnThread thread = new OwnThread();
    private final ShadowEngine engine;

    /** As saved by devices in the field. */
    @ObjectClassDefinition(
            name = "CCM shadow",
            description =
                    "The device shadow: what the host reports (Shadow.Report) is kept in every"
                            + " enabled cloud that has one, and what a cloud wants of it comes to"
                            + " the host (Shadow.Delta).")
    @interface Config {
        @AttributeDefinition(
                name = "Enable",
                description = "Keep a device shadow in the clouds that have one.")
        boolean enable() default true;

        @AttributeDefinition(
                name = "Library",
                description =
                        "The one cloud whose shadow is used: aws, azure, dash, gcp or mqtt. Empty"
                                + " means every enabled cloud that has one.")
        String lib() default "";

        @AttributeDefinition(
                name = "Get on connect",
                description =
                        "Ask for the shadow each time its cloud is connected. Without it, wishes"
                                + " that came while the device was away are missed, and all that"
                                + " the host has reported is reported again.")
        boolean get__on__connect() default true;

        @AttributeDefinition(
                name = "OTA",
                description =
                        "Let a firmware URL in the shadow (desired.ota.url) start an update. The"
                                + " host is not told of desired.ota then.")
        boolean ota__enable() default true;

        @AttributeDefinition(
                name = "Automatic commit",
                description =
                        "Take new firmware for good as soon as it runs and the shadow was reached"
                                + " with it.")
        boolean autocommit() default false;

        @AttributeDefinition(
                name = "Refresh",
                description =
                        "Seconds after which the shadow is asked for again while its cloud stays"
                                + " connected, in case a message was lost; 10 % more or less. 0"
                                + " never.",
                min = "0",
                max = "604800")
        int refresh__s() default 3600;
    }

    @Activate
    public ShadowService(BundleContext bundle, Config config) {
        this.bundle = bundle;
        Path data = Path.of(Optional.ofNullable(bundle.getProperty("ccm.data")).orElse("."));
        this.engine = new ShadowEngine(settings(config), new ShadowFolder(data), thread);
    }

    @Deactivate
    void close() {
        thread.close(engine::close);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindBackend(ShadowBackend backend) {
        engine.add(backend);
    }

    void unbindBackend(ShadowBackend backend) {
        engine.remove(backend);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindHost(Host host) {
        engine.host(host);
    }

    void unbindHost(Host host) {
        engine.withoutHost(host);
    }

    /** Got when it is needed and not before: the updater needs us as its listener. */
    @Reference(
            service = FirmwareUpdater.class,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindUpdater(ServiceReference<FirmwareUpdater> updater) {
        engine.updater(() -> Optional.ofNullable(bundle.getService(updater)));
    }

    void unbindUpdater(ServiceReference<FirmwareUpdater> updater) {
        bundle.ungetService(updater);
    }

    @Override
    public void onReady(ShadowBackend from, boolean ready) {
        engine.ready(from, ready);
    }

    @Override
    public void onChange(ShadowBackend from, ShadowChange change) {
        engine.changed(from, change);
    }

    @Override
    public void onHost(HostState state) {
        engine.hostChanged();
    }

    @Override
    public void onUpdate(UpdateStatus status) {
        engine.updating(status);
    }

    ShadowEngine engine() {
        return engine;
    }

    private static ShadowSettings settings(Config config) {
        return new ShadowSettings(
                config.enable(),
                config.lib(),
                config.get__on__connect(),
                config.ota__enable(),
                config.autocommit(),
                Duration.ofSeconds(config.refresh__s()));
    }
}
