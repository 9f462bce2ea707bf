package ccm.cloud.gcp;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudListener;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.device.Device;
import ccm.api.shadow.ShadowBackend;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowListener;
import ccm.mqtt.SupervisedSessions;
import ccm.testing.Configs;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The component as a gateway has it, with real sessions, and what its neighbours hear. */
final class Gateway implements AutoCloseable, CloudListener, ShadowListener {
    static final String ID = "ccm-0001";
    private static final long PATIENCE_SECONDS = 20;

    final List<String> messages = new CopyOnWriteArrayList<>();
    final List<CloudState> states = new CopyOnWriteArrayList<>();
    final List<ShadowChange> changes = new CopyOnWriteArrayList<>();
    private final List<Object> services = new CopyOnWriteArrayList<>();
    private final SupervisedSessions sessions = new SupervisedSessions();
    private final Path data;
    private final GcpCloud cloud;

    /** Starts it with the settings of an emulator, and others. */
    Gateway(Path data, Map<String, String> settings, Object... more) {
        this.data = data;
        List<Object> all = new ArrayList<>();
        settings.forEach(
                (path, value) -> {
                    all.add(path.substring("gcp.".length()));
                    all.add(value.equals("true") ? Boolean.TRUE : value);
                });
        all.addAll(List.of("reconnect_timeout_min", 0.05, "reconnect_timeout_max", 0.2));
        all.addAll(List.of(more)); // the last one counts
        cloud = new GcpCloud(Configs.of(GcpConfig.class, all.toArray()), bundle());
        cloud.bindEngine(this);
        cloud.bindShadow(this);
        cloud.bindSessions(sessions);
        cloud.bindDevice(device());
        cloud.open();
    }

    GcpCloud component() {
        return cloud;
    }

    CloudConnector connector() {
        return (CloudConnector) services.get(0);
    }

    ShadowBackend shadow() {
        return (ShadowBackend) services.get(1);
    }

    Gateway ready() {
        eventually(() -> assertTrue(connector().state().ready(), () -> state().toString()));
        return this;
    }

    CloudState state() {
        return connector().state();
    }

    /** How often it was connected so far. */
    long connections() {
        return states.stream().filter(CloudState::ready).count();
    }

    void publish(String topic, String text, int qos) throws Exception {
        get(connector().publish(new CloudMessage(topic, text.getBytes(UTF_8), qos, false)));
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<Void> onMessage(CloudConnector from, CloudMessage message) {
        messages.add(message.topic() + " " + new String(message.payload(), UTF_8));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onState(CloudConnector from, CloudState state) {
        states.add(state);
    }

    @Override
    public void onReady(ShadowBackend from, boolean ready) {
        // asked of the shadow itself
    }

    @Override
    public void onChange(ShadowBackend from, ShadowChange change) {
        changes.add(change);
    }

    @Override
    public void close() {
        cloud.close();
    }

    private BundleContext bundle() {
        return (BundleContext)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {BundleContext.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "getProperty" -> data.toString();
                                    case "registerService" -> registered(arguments[1]);
                                    default -> throw new UnsupportedOperationException();
                                });
    }

    private ServiceRegistration<?> registered(Object service) {
        services.add(service);
        return (ServiceRegistration<?>)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {ServiceRegistration.class},
                        (proxy, method, arguments) -> {
                            services.remove(service);
                            return null;
                        });
    }

    private static Device device() {
        return (Device)
                Proxy.newProxyInstance(
                        Gateway.class.getClassLoader(),
                        new Class<?>[] {Device.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "id" -> ID;
                                    case "toString" -> ID;
                                    default -> throw new UnsupportedOperationException();
                                });
    }
}
