package ccm.cloud.gcp;

import ccm.mqtt.SupervisedSessions;
import ccm.parts.cloud.MqttCloud;
import ccm.testing.CloudNeighbours;
import ccm.testing.Configs;
import ccm.testing.FakeDevice;
import java.nio.file.Path;
import java.util.Map;

/** The component as a gateway has it, with real sessions. */
final class Gateway extends CloudNeighbours {
    private final GcpCloud cloud;

    /** Starts it with the settings of an emulator, and others. */
    Gateway(Path data, Map<String, String> emulator, Object... more) {
        super(data);
        cloud =
                new GcpCloud(
                        Configs.of(GcpConfig.class, settings("gcp", emulator, more)),
                        bundle().context());
        cloud.bindEngine(this);
        cloud.bindShadow(this);
        cloud.bindSessions(new SupervisedSessions());
        cloud.bindDevice(new FakeDevice(ID));
        cloud.open();
    }

    GcpCloud component() {
        return cloud;
    }

    Gateway ready() {
        awaitReady();
        return this;
    }

    /** Tries now, however long it would wait. */
    void reconnect() {
        ((MqttCloud) connector()).reconnect();
    }

    @Override
    public void close() {
        cloud.close();
    }
}
