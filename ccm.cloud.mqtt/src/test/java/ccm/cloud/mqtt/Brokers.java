package ccm.cloud.mqtt;

import ccm.api.device.Device;
import ccm.testing.Configs;
import ccm.testing.FakeDevice;
import java.nio.file.Path;
import java.time.Clock;

/** Makes brokers out of settings, as the components do. */
final class Brokers {
    static final Device DEVICE = new FakeDevice("ccm_A1B2C3");

    private Brokers() {}

    static BrokerSettings settings(Object... settings) {
        return new PrimaryBroker(Configs.of(PrimaryBroker.Config.class, settings)).settings();
    }

    static BrokerEndpoint endpoint(Path files, Object... given) {
        return endpoint(files, Clock.systemUTC(), given);
    }

    static BrokerEndpoint endpoint(Path files, Clock clock, Object... given) {
        BrokerSettings settings = settings(given);
        return new BrokerEndpoint(settings, Identity.of(DEVICE, settings), files, clock);
    }
}
