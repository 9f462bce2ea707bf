package ccm.cloud;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.Fault;
import ccm.api.mqtt.MqttConnect;
import ccm.api.mqtt.MqttEndpoint;
import ccm.api.mqtt.MqttSettings;
import ccm.mqtt.SupervisedSessions;
import ccm.parts.cloud.MqttCloud;
import ccm.parts.cloud.MqttDialect;
import ccm.testing.Mosquitto;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A message that a real broker hangs up on: more than its {@code max_packet_size}. */
@Tag("peers")
@ExtendWith(Quiet.class)
class DeadLettersWireTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MESSAGES = 60;
    private static final int BAD = 20;

    @TempDir Path data;
    private final Set<Fault> faults = ConcurrentHashMap.newKeySet();

    @Test
    void setsAsideWhatARealBrokerHangsUpOn() throws Exception {
        FakeHost host = new FakeHost();
        MemoryOutbox.Disk disk = new MemoryOutbox.Disk();
        try (Mosquitto broker = Mosquitto.configured().option("max_packet_size", "2000").start();
                Engine engine = new Engine(data, new MemoryOutbox(disk));
                MqttCloud cloud = new MqttCloud(new Plain());
                MqttCloud witness = new MqttCloud(new Plain())) {
            engine.inbox.bindHost(host);
            cloud.engine(engine.events);
            engine.clouds.bindConnector(cloud);
            witness.engine(engine.events);
            witness.subscribe("t", 1);
            witness.connect(new SupervisedSessions(), settings(broker, "witness"));
            eventually(() -> assertTrue(witness.state().ready()));
            cloud.connect(new SupervisedSessions(), settings(broker, "gateway"));

            for (int i = 0; i < MESSAGES; i++) {
                engine.publish("t", i == BAD ? "x".repeat(3000) : "" + i, 1);
            }

            eventually(PATIENCE, () -> assertEquals(0, disk.count("mqtt")));
            List<String> rest =
                    IntStream.range(0, MESSAGES)
                            .filter(i -> i != BAD)
                            .mapToObj(String::valueOf)
                            .toList();
            eventually(() -> assertEquals(rest, List.copyOf(new LinkedHashSet<>(host.messages()))));
            JsonNode status = engine.statusOf(0);
            assertEquals(1, status.path("dead").asInt(), status::toString);
            assertEquals(1, disk.count("mqtt.dead"));
            assertTrue(faults.contains(Fault.POLICY), faults::toString);
            engine.clouds.unbindConnector(cloud);
        }
    }

    /** A broker that takes everything; it says nothing of its limit. */
    private final class Plain implements MqttDialect {
        @Override
        public String name() {
            return "mqtt";
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(true, 100_000, 20, true);
        }

        @Override
        public void onState(CloudState state) {
            faults.add(state.fault());
        }
    }

    private static MqttSettings settings(Mosquitto broker, String client) {
        MqttEndpoint endpoint =
                new MqttEndpoint() {
                    @Override
                    public String address() {
                        return broker.address();
                    }

                    @Override
                    public MqttConnect connect() throws CloudException {
                        return new MqttConnect(
                                broker.host(),
                                broker.port(),
                                Optional.empty(),
                                Optional.empty(),
                                client,
                                Optional.empty(),
                                true,
                                Duration.ofSeconds(60),
                                Optional.empty());
                    }
                };
        return new MqttSettings(
                "mqtt", List.of(endpoint), Duration.ofMillis(50), Duration.ofMillis(200), 100);
    }
}
