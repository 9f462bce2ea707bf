package ccm.provision;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import ccm.api.board.Pins;
import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.NetworkListener;
import ccm.api.config.ConfigGuard;
import ccm.api.config.ConfigTree;
import ccm.api.device.Device;
import ccm.api.provision.ProvisionChannel;
import ccm.api.provision.ProvisionListener;
import ccm.api.provision.ProvisionStatus;
import ccm.api.provision.Provisioning;
import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.Rpc;
import ccm.api.rpc.RpcName;
import ccm.api.wifi.Wifi;
import ccm.parts.threads.NamedThreads;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Brings this gateway into service: the engine, with what comes and goes around it. */
@Component(
        service = {Provisioning.class, Provisioner.class, ConfigurationListener.class},
        immediate = true)
public final class Provisioner implements Provisioning, ConfigurationListener {
    private static final String WIFI = "ccm.wifi";
    private static final String PROVISION = "ccm.provision";
    private static final int IDLE_SECONDS = 10;
    private static final int CLOSE_SECONDS = 10;

    private final Services services = new Services(new Routes()::defaults);
    private final RealTime time = new RealTime();
    private final ThreadPoolExecutor slow =
            new ThreadPoolExecutor(
                    1,
                    1,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(), // each channel has one job in it at most
                    new NamedThreads("ccm-provision-doors"));
    private final Channels channels;
    private final Engine engine;
    private final Networks networks;
    private final ChannelCalls calls;

    @Activate
    public Provisioner(
            BundleContext context,
            @Reference ConfigTree tree,
            @Reference Rpc rpc,
            @Reference Device device,
            @Reference ConfigurationAdmin admin) {
        slow.allowCoreThreadTimeOut(true);
        channels = new Channels(services.channels(), context::getService, context::ungetService);
        engine =
                new Engine(
                        time,
                        services,
                        new Engine.Core(tree, rpc, device),
                        new AdminSections(admin),
                        slow);
        networks = new Networks(engine);
        calls = new ChannelCalls(engine, networks);
    }

    @Activate
    void open() {
        engine.open();
    }

    @Deactivate
    void close() throws InterruptedException {
        time.run(engine::close);
        time.close();
        slow.shutdown(); // not interrupted: it lets go of radios
        if (!slow.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            slow.shutdownNow();
        }
    }

    /** The method itself: who may call it does not concern the device's own button. */
    @Reference(
            target = "(" + RpcName.NAME + "=Config.FactoryReset)",
            cardinality = OPTIONAL,
            policy = DYNAMIC,
            policyOption = GREEDY)
    void setReset(DeferredRpcMethod method) {
        services.reset(Optional.of(method));
    }

    void unsetReset(DeferredRpcMethod method) {
        if (services.reset().equals(Optional.of(method))) {
            services.reset(Optional.empty());
        }
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void addWifi(Wifi wifi) {
        services.radios().add(wifi);
        engine.nudge();
    }

    void removeWifi(Wifi wifi) {
        services.radios().remove(wifi);
        engine.nudge();
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void addCloud(CloudConnector cloud) {
        services.clouds().add(cloud);
    }

    void removeCloud(CloudConnector cloud) {
        services.clouds().remove(cloud);
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void addListener(NetworkListener listener) {
        services.listeners().add(listener);
    }

    void removeListener(NetworkListener listener) {
        services.listeners().remove(listener);
    }

    @Reference(service = ProvisionChannel.class, cardinality = MULTIPLE, policy = DYNAMIC)
    void addChannel(ServiceReference<ProvisionChannel> reference) {
        channels.add(reference);
        time.run(() -> channels.ask(reference)); // not here: it looks for us, who are not there yet
        engine.nudge();
    }

    void removeChannel(ServiceReference<ProvisionChannel> reference) {
        channels.remove(reference);
        engine.nudge();
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void addGuard(ConfigGuard guard) {
        services.guards().add(guard);
    }

    void removeGuard(ConfigGuard guard) {
        services.guards().remove(guard);
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void addWatcher(ProvisionListener watcher) {
        services.watchers().add(watcher);
        engine.nudge();
    }

    void removeWatcher(ProvisionListener watcher) {
        services.watchers().remove(watcher);
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void addPins(Pins some, Map<String, Object> properties) {
        services.pins().put(some, String.valueOf(properties.get(Pins.SCHEME)));
        engine.nudge();
    }

    void removePins(Pins some) {
        services.pins().remove(some);
        engine.nudge();
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getPid().startsWith(WIFI) || event.getPid().startsWith(PROVISION)) {
            engine.changed();
        }
    }

    @Override
    public ProvisionStatus status() {
        return engine.status();
    }

    @Override
    public CompletionStage<JsonNode> call(
            String channel, String address, String method, JsonNode params) {
        return calls.call(channel, address, method, params);
    }

    Engine engine() {
        return engine;
    }

    Networks networks() {
        return networks;
    }
}
