package ccm.sim.demo;

import ccm.api.cloud.CloudException;
import ccm.api.mqtt.MqttConnect;
import ccm.api.mqtt.MqttEndpoint;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The broker that the gateway itself uses, once it is one of this machine. */
final class LocalBroker implements MqttEndpoint {
    private static final String HERE = "127.0.0.1:";

    private final Supplier<String> server;

    LocalBroker(Supplier<String> server) {
        this.server = server;
    }

    @Override
    public String address() {
        return server.get();
    }

    @Override
    public MqttConnect connect() throws CloudException {
        String address = server.get();
        if (!address.startsWith(HERE)) {
            throw new CloudException("demo: the embedded broker is not up yet", false);
        }
        return new MqttConnect(
                "127.0.0.1",
                Integer.parseInt(address.substring(HERE.length())),
                Optional.empty(),
                Optional.empty(),
                "demo-watcher",
                Optional.empty(),
                true,
                Duration.ofSeconds(60),
                Optional.empty());
    }
}
