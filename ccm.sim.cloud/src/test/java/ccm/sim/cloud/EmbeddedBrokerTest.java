package ccm.sim.cloud;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ccm.testing.MqttSubscriber;
import ccm.testing.Quiet;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The broker of the demo, from the outside. */
@ExtendWith(Quiet.class)
class EmbeddedBrokerTest {
    private final List<String> messages = new CopyOnWriteArrayList<>();

    @Test
    void carriesAMessageFromAPublisherToASubscriber() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(0);
                MqttSubscriber subscriber = subscriber(broker.port());
                MqttClient publisher =
                        new MqttClient(
                                "tcp://127.0.0.1:" + broker.port(), "p", new MemoryPersistence())) {
            subscriber.start();
            publisher.connect();
            publisher.publish("t/1", "hello".getBytes(StandardCharsets.UTF_8), 1, false);
            eventually(() -> assertEquals(List.of("t/1 hello"), messages));
            publisher.disconnect();
        }
    }

    /** A chunk of firmware for one. */
    @Test
    void carriesTheLargestFrame() throws Exception {
        String large = "x".repeat(65_536);
        try (EmbeddedBroker broker = new EmbeddedBroker(0);
                MqttSubscriber subscriber = subscriber(broker.port());
                MqttClient publisher =
                        new MqttClient(
                                "tcp://127.0.0.1:" + broker.port(), "p", new MemoryPersistence())) {
            subscriber.start();
            publisher.connect();
            publisher.publish("t/1", large.getBytes(StandardCharsets.UTF_8), 1, false);
            eventually(() -> assertEquals(List.of("t/1 " + large), messages));
            publisher.disconnect();
        }
    }

    @Test
    void listensNoMoreOnceClosed() throws Exception {
        EmbeddedBroker broker = new EmbeddedBroker(0);
        int port = broker.port();
        broker.close();
        assertThrows(IOException.class, () -> new Socket("127.0.0.1", port).close());
    }

    /**
     * Moquette 0.17 drops a client that subscribes in the very moment of its CONNACK: it tries
     * again.
     */
    private MqttSubscriber subscriber(int port) {
        AtomicReference<MqttSubscriber> subscriber = new AtomicReference<>();
        eventually(() -> subscriber.set(new MqttSubscriber(port, "t/#", this::came)));
        return subscriber.get();
    }

    private void came(String topic, byte[] payload) {
        messages.add(topic + " " + new String(payload, StandardCharsets.UTF_8));
    }
}
