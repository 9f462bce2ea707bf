package ccm.mqtt;

import java.util.concurrent.CompletableFuture;

/** One publish that is not finished; a link in the {@link Window}. */
final class Receipt extends CompletableFuture<Void> {
    final int qos;
    final long sentAt = System.nanoTime();

    // guarded by the window
    Receipt older;
    Receipt newer;
    boolean listed;

    Receipt(int qos) {
        this.qos = qos;
    }
}
