package ccm.itest;

import static ccm.testing.Eventually.eventually;

import ccm.testing.MqttSubscriber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a subscriber at the broker gets, as {@code topic message}, oldest first. */
final class Messages implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> all = new ArrayList<>(); // guarded by itself
    private final MqttSubscriber subscriber;

    Messages(int port, String filter) throws IOException {
        subscriber = new MqttSubscriber(port, filter, this::arrive);
        subscriber.start();
    }

    private void arrive(String topic, byte[] payload) {
        synchronized (all) {
            all.add(topic + " " + new String(payload, StandardCharsets.UTF_8));
        }
    }

    List<String> all() {
        synchronized (all) {
            return List.copyOf(all);
        }
    }

    /** Waits until so many have come. */
    List<String> await(int count) {
        eventually(
                PATIENCE,
                () -> {
                    if (all().size() < count) {
                        throw new AssertionError(count + " messages wanted, came: " + all());
                    }
                });
        return all();
    }

    @Override
    public void close() throws IOException {
        subscriber.close();
    }
}
