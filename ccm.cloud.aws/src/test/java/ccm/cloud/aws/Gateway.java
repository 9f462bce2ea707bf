package ccm.cloud.aws;

import ccm.mqtt.SupervisedSessions;
import ccm.testing.CloudNeighbours;
import ccm.testing.Configs;
import ccm.testing.FakeDevice;
import java.nio.file.Path;
import java.util.Map;

/** The component as a gateway has it, with real sessions. */
final class Gateway extends CloudNeighbours {
    private final AwsCloud cloud;

    /** Starts it with the settings of an emulator, and others. */
    Gateway(Path data, Map<String, String> emulator, Object... more) {
        super(data);
        cloud =
                new AwsCloud(
                        Configs.of(AwsConfig.class, settings("aws", emulator, more)),
                        bundle().context());
        cloud.bindEngine(this);
        cloud.bindShadow(this);
        cloud.bindSessions(new SupervisedSessions());
        cloud.bindDevice(new FakeDevice(ID));
        cloud.open();
    }

    Gateway ready() {
        awaitReady();
        return this;
    }

    @Override
    public void close() {
        cloud.close();
    }
}
