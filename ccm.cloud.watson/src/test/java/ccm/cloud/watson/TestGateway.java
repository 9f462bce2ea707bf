package ccm.cloud.watson;

import ccm.mqtt.SupervisedSessions;
import ccm.testing.CloudNeighbours;
import ccm.testing.Configs;
import ccm.testing.FakeDevice;
import java.nio.file.Path;
import java.util.Map;

/** The component as a gateway has it, with real sessions. */
final class TestGateway extends CloudNeighbours {
    private final WatsonCloud cloud;

    /** Starts it with the settings of an emulator, and others. */
    TestGateway(Path data, Map<String, String> emulator, Object... more) {
        super(data);
        cloud =
                new WatsonCloud(
                        Configs.of(WatsonConfig.class, settings("watson", emulator, more)),
                        bundle().context());
        cloud.bindEngine(this);
        cloud.bindShadow(this);
        cloud.bindSessions(new SupervisedSessions());
        cloud.bindDevice(new FakeDevice(ID));
        cloud.open();
    }

    WatsonCloud component() {
        return cloud;
    }

    TestGateway ready() {
        awaitReady();
        return this;
    }

    @Override
    public void close() {
        cloud.close();
    }
}
