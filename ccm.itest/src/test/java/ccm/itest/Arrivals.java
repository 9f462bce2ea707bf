package ccm.itest;

import ccm.testing.MqttSubscriber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbered messages as a subscriber sees them. It subscribes with QoS 0, for which Mosquitto writes
 * to the subscriber before it acknowledges to the publisher: what the broker acknowledged, we have.
 */
final class Arrivals implements AutoCloseable {
    private static final Duration END = Duration.ofSeconds(20);

    private final BitSet seen = new BitSet();
    private final Map<String, Integer> newest = new HashMap<>();
    private final StringBuilder disorder = new StringBuilder();
    private int repeated;
    private MqttSubscriber subscriber; // null until the first subscribe

    /**
     * Subscribes to a broker that has just come (back); the old connection's last bytes count
     * first.
     */
    void subscribe(int port, String filter) throws IOException, InterruptedException {
        if (subscriber != null) {
            subscriber.awaitEnd(END);
        }
        subscriber = new MqttSubscriber(port, filter, this::arrive);
        subscriber.start();
    }

    synchronized int count() {
        return seen.cardinality();
    }

    synchronized int repeated() {
        return repeated;
    }

    /** First arrivals that came after a later number of their topic; empty when all is in order. */
    synchronized String disorder() {
        return disorder.toString();
    }

    /** One more; from a subscriber, or from whoever else hears of them. */
    synchronized void arrive(String topic, byte[] payload) {
        int number = Integer.parseInt(new String(payload, StandardCharsets.US_ASCII));
        if (seen.get(number)) {
            repeated++;
            return;
        }
        seen.set(number);
        int last = newest.merge(topic, number, Math::max);
        if (last > number) {
            disorder.append(topic)
                    .append(": ")
                    .append(number)
                    .append(" after ")
                    .append(last)
                    .append("; ");
        }
    }

    @Override
    public void close() throws IOException {
        if (subscriber != null) {
            subscriber.close();
        }
    }
}
