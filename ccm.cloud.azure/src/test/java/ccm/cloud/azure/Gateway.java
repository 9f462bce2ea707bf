package ccm.cloud.azure;

import ccm.mqtt.SupervisedSessions;
import ccm.parts.cloud.MqttCloud;
import ccm.testing.CloudNeighbours;
import ccm.testing.Configs;
import ccm.testing.FakeDevice;
import java.nio.file.Path;
import java.util.Map;

/** The component as a gateway has it, with real sessions. */
final class Gateway extends CloudNeighbours {
    private final AzureCloud cloud;

    /** Starts it with the settings of an emulator, and others. */
    Gateway(Path data, Map<String, String> emulator, Object... more) {
        super(data);
        cloud =
                new AzureCloud(
                        Configs.of(AzureConfig.class, settings("azure", emulator, more)),
                        bundle().context());
        cloud.bindEngine(this);
        cloud.bindShadow(this);
        cloud.bindSessions(new SupervisedSessions());
        cloud.bindDevice(new FakeDevice(ID));
        cloud.open();
    }

    AzureCloud component() {
        return cloud;
    }

    Gateway ready() {
        awaitReady();
        return this;
    }

    /** Tries at once, as when the network came up. */
    void reconnect() {
        ((MqttCloud) connector()).reconnect();
    }

    @Override
    public void close() {
        cloud.close();
    }
}
