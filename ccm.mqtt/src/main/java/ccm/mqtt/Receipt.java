package ccm.mqtt;

import java.util.concurrent.CompletableFuture;

/** One publish that is not finished; a link in the {@link Window}. */
final class Receipt extends CompletableFuture<Void> {
    final int qos;
    final String topic;
    final long sentAt = System.nanoTime();

    // guarded by the window
    Receipt older;
    Receipt newer;
    boolean listed;

    Receipt(String topic, int qos) {
        this.topic = topic;
        this.qos = qos;
    }
}
