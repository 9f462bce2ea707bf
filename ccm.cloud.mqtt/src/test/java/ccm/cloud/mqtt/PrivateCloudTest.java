package ccm.cloud.mqtt;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.mqtt.MqttSessions;
import ccm.mqtt.SupervisedSessions;
import ccm.testing.Configs;
import ccm.testing.Quiet;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The component, in a registry of its own. */
@ExtendWith(Quiet.class)
class PrivateCloudTest {
    private final Map<CloudConnector, Dictionary<?, ?>> registry = new ConcurrentHashMap<>();
    private final MqttSessions sessions = new SupervisedSessions();

    @Test
    void publishesNothingWhileItIsNotEnabled() {
        PrivateCloud cloud = cloud(new Object[0], new Object[0]);
        cloud.bindSessions(sessions);
        cloud.bindDevice(Brokers.DEVICE);
        cloud.open();
        assertEquals(0, registry.size());
        cloud.close();
    }

    @Test
    void saysWhatItServes() {
        PrivateCloud cloud =
                cloud(
                        new Object[] {"enable", true, "server", "a:1"},
                        new Object[] {"enable", true, "server", "[::1]"});
        cloud.open();
        assertEquals("mqtt a:1 or [::1]:1883", serves());
        assertEquals("mqtt", connector().name());
        assertEquals(Phase.IDLE, connector().state().phase());
        cloud.close();
        assertEquals(0, registry.size());
    }

    @Test
    void mayHaveTheBackupBrokerAlone() {
        PrivateCloud cloud = cloud(new Object[0], new Object[] {"enable", true, "server", "b:2"});
        cloud.open();
        assertEquals("mqtt b:2", serves());
        cloud.close();
    }

    @Test
    void namesAServerSettingThatIsNoAddress() {
        PrivateCloud cloud =
                cloud(new Object[] {"enable", true, "server", "mqtt://a"}, new Object[0]);
        cloud.bindSessions(sessions);
        cloud.bindDevice(Brokers.DEVICE);
        cloud.open();
        CloudConnector connector = connector();
        eventually(() -> assertEquals(Phase.BACKOFF, connector.state().phase()));
        assertTrue(connector.state().reason().startsWith("mqtt.server: is \"mqtt://a\""));
        cloud.close();
    }

    @Test
    void keepsItsConnectorWhileItsNeighboursAreSwapped() {
        PrivateCloud cloud =
                cloud(new Object[] {"enable", true, "server", "localhost:1"}, new Object[0]);
        cloud.open();
        CloudConnector connector = connector();
        cloud.bindSessions(sessions);
        assertTrue(connector.state().reason().contains("the device's id is not known yet"));
        cloud.bindDevice(Brokers.DEVICE);
        eventually(() -> assertEquals(Phase.BACKOFF, connector.state().phase()));

        cloud.unbindDevice(Brokers.DEVICE);
        assertEquals(Phase.BACKOFF, connector.state().phase());
        cloud.unbindSessions(sessions);
        assertEquals(Phase.IDLE, connector.state().phase());
        cloud.bindSessions(sessions);
        eventually(() -> assertEquals(Phase.BACKOFF, connector.state().phase()));

        assertSame(connector, connector());
        cloud.close();
    }

    private CloudConnector connector() {
        return registry.keySet().iterator().next();
    }

    private String serves() {
        return (String) registry.get(connector()).get(PrivateCloud.SERVES);
    }

    private PrivateCloud cloud(Object[] primary, Object[] backup) {
        return new PrivateCloud(
                new PrimaryBroker(Configs.of(PrimaryBroker.Config.class, primary)),
                new BackupBroker(Configs.of(BackupBroker.Config.class, backup)),
                bundle());
    }

    private BundleContext bundle() {
        return (BundleContext)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {BundleContext.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "getProperty" -> null;
                                    case "registerService" ->
                                            registered(
                                                    (CloudConnector) arguments[1],
                                                    (Dictionary<?, ?>) arguments[2]);
                                    default -> throw new UnsupportedOperationException();
                                });
    }

    private ServiceRegistration<?> registered(CloudConnector service, Dictionary<?, ?> properties) {
        registry.put(service, properties);
        return (ServiceRegistration<?>)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {ServiceRegistration.class},
                        (proxy, method, arguments) -> {
                            registry.remove(service);
                            return null;
                        });
    }
}
