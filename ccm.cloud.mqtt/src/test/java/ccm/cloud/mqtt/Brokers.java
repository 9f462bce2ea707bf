package ccm.cloud.mqtt;

import ccm.api.device.Device;
import ccm.testing.Configs;
import java.nio.file.Path;
import java.time.Clock;

/** Makes brokers out of settings, as the components do. */
final class Brokers {
    static final Device DEVICE =
            new Device() {
                @Override
                public String id() {
                    return "ccm_A1B2C3";
                }

                @Override
                public String mac() {
                    return "0000C0A1B2C3";
                }

                @Override
                public String arch() {
                    return "amd64";
                }

                @Override
                public String version() {
                    return "1.0.0";
                }

                @Override
                public String expand(String text) {
                    return text.replace("??????", "A1B2C3");
                }
            };

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
