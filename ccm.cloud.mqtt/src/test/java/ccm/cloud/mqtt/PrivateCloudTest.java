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
import ccm.testing.FakeBundle;
import ccm.testing.Quiet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The component, in a registry of its own. */
@ExtendWith(Quiet.class)
class PrivateCloudTest {
    private final FakeBundle bundle = new FakeBundle();
    private final MqttSessions sessions = new SupervisedSessions();

    @Test
    void publishesNothingWhileItIsNotEnabled() {
        PrivateCloud cloud = cloud(new Object[0], new Object[0]);
        cloud.bindSessions(sessions);
        cloud.bindDevice(Brokers.DEVICE);
        cloud.open();
        assertEquals(0, bundle.published().size());
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
        assertEquals(0, bundle.published().size());
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
        return bundle.service(CloudConnector.class);
    }

    private String serves() {
        return (String)
                bundle.published().get(0).properties().orElseThrow().get(PrivateCloud.SERVES);
    }

    private PrivateCloud cloud(Object[] primary, Object[] backup) {
        return new PrivateCloud(
                new PrimaryBroker(Configs.of(PrimaryBroker.Config.class, primary)),
                new BackupBroker(Configs.of(BackupBroker.Config.class, backup)),
                bundle.context());
    }
}
