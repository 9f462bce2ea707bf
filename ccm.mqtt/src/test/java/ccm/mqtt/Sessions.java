package ccm.mqtt;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudMessage;
import ccm.api.mqtt.MqttConnect;
import ccm.api.mqtt.MqttEndpoint;
import ccm.api.mqtt.MqttSession;
import ccm.api.mqtt.MqttSettings;
import ccm.parts.patience.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens sessions for tests, and closes them all. */
final class Sessions implements AutoCloseable {
    static final Limits SHORT =
            new Limits(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    2_000,
                    Patience.USUAL);

    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final SupervisedSessions service;
    private final Duration wait;

    /** Sessions that try again quickly. */
    Sessions() {
        this(SHORT);
    }

    Sessions(Limits limits) {
        this(limits, Duration.ofMillis(20));
    }

    private Sessions(Limits limits, Duration wait) {
        this.service = new SupervisedSessions(limits);
        this.wait = wait;
    }

    /** Limits that give so long to what is unfinished when the login is renewed. */
    static Limits renewingWithin(Duration time) {
        return new Limits(
                SHORT.connect(),
                SHORT.suback(),
                SHORT.puback(),
                SHORT.calm(),
                SHORT.goodbye(),
                time,
                SHORT.inbound(),
                Patience.USUAL);
    }

    /** Sessions that try again at once. */
    static Sessions hasty(Limits limits) {
        return new Sessions(limits, Duration.ZERO);
    }

    /** Sessions that wait for an hour. */
    static Sessions patient(Limits limits) {
        return new Sessions(limits, Duration.ofHours(1));
    }

    MqttSession open(Listening listener, MqttEndpoint... brokers) {
        return service.open(
                new MqttSettings("test", List.of(brokers), wait, wait.multipliedBy(5), 1_000),
                listener);
    }

    MqttSession ready(Listening listener, MqttEndpoint broker) {
        MqttSession session = open(listener, broker);
        eventually(() -> assertTrue(listener.ready(), () -> listener.state().toString()));
        return session;
    }

    /** A broker at a port of 127.0.0.1, without TLS. */
    static MqttEndpoint at(int port) {
        return at("127.0.0.1", port, Optional.empty());
    }

    /** A broker that is pinged each second. */
    static MqttEndpoint pinging(int port) {
        return at("127.0.0.1", port, Optional.empty(), 1);
    }

    static MqttEndpoint at(String host, int port, Optional<String> webSocketPath) {
        return at(host, port, webSocketPath, 60);
    }

    private static MqttEndpoint at(
            String host, int port, Optional<String> webSocketPath, int keepAlive) {
        return endpoint(
                new MqttConnect(
                        host,
                        port,
                        Optional.empty(),
                        webSocketPath,
                        "test-" + CLIENTS.incrementAndGet(),
                        Optional.empty(),
                        true,
                        Duration.ofSeconds(keepAlive),
                        Optional.empty()));
    }

    static MqttEndpoint endpoint(MqttConnect connect) {
        return new MqttEndpoint() {
            @Override
            public String address() {
                return connect.host() + ":" + connect.port();
            }

            @Override
            public MqttConnect connect() {
                return connect;
            }
        };
    }

    static CloudMessage message(String topic, String text) {
        return new CloudMessage(topic, text.getBytes(UTF_8), 1, false);
    }

    @Override
    public void close() {
        service.close();
    }
}
