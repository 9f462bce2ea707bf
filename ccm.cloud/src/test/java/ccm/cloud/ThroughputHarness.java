package ccm.cloud;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.rpc.RpcCall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures messages/s through {@code MQTT.Pub}, an outbox of memory and a connector that answers on
 * a thread of its own. Not a test: run its main method with {@code -Xmx64m -XX:+UseSerialGC
 * -XX:TieredStopAtLevel=1}.
 */
final class ThroughputHarness {
    private static final int COUNT = 400_000;

    private ThroughputHarness() {}

    public static void main(String[] args) throws Exception {
        Path data = Files.createTempDirectory("ccm-cloud-throughput");
        for (int round = 0; round < 4; round++) {
            for (int qos = 0; qos < 2; qos++) {
                for (int paced : new int[] {0, 35_000}) {
                    System.out.println(run(data, qos, paced));
                }
            }
        }
    }

    private static String run(Path data, int qos, int paced) throws Exception {
        int count = paced == 0 ? COUNT : paced * 2;
        try (Engine engine = new Engine(data, new MemoryOutbox(new MemoryOutbox.Disk()));
                EchoCloud cloud = new EchoCloud()) {
            engine.clouds.bindConnector(cloud);
            RpcCall call =
                    Engine.call(
                            "MQTT.Pub",
                            Engine.JSON.readTree(
                                    "{\"topic\":\"bench/t1\",\"qos\":"
                                            + qos
                                            + ",\"message\":\""
                                            + "x".repeat(100)
                                            + "\"}"),
                            true);
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                engine.pub.call(call);
                while (paced > 0 && System.nanoTime() - start < i * 1_000_000_000L / paced) {
                    LockSupport.parkNanos(10_000);
                }
            }
            long end = System.nanoTime() + 2_000_000_000L;
            while (cloud.taken < count && System.nanoTime() < end) {
                LockSupport.parkNanos(100_000);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            engine.clouds.unbindConnector(cloud);
            return String.format(
                    "qos %d %s: %d of %d taken, %.0f messages/s",
                    qos,
                    paced == 0 ? "unpaced" : "paced at " + paced,
                    cloud.taken,
                    count,
                    cloud.taken / seconds);
        }
    }

    /** A connector that says yes on its own thread, as fast as it can. */
    private static final class EchoCloud implements CloudConnector, AutoCloseable {
        private final ArrayBlockingQueue<CompletableFuture<Void>> open =
                new ArrayBlockingQueue<>(1024);
        private final Thread thread = new Thread(this::work, "echo");
        private final CloudState state =
                new CloudState(CloudState.Phase.READY, "", Instant.now(), 0);
        private final Capabilities capabilities = new Capabilities(true, 1 << 18, 1000, true);
        volatile int taken;

        EchoCloud() {
            thread.setDaemon(true);
            thread.start();
        }

        private void work() {
            try {
                while (true) {
                    CompletableFuture<Void> next = open.take();
                    taken++;
                    next.complete(null);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public String name() {
            return "mqtt";
        }

        @Override
        public Capabilities capabilities() {
            return capabilities;
        }

        @Override
        public CloudState state() {
            return state;
        }

        @Override
        public CompletionStage<Void> publish(CloudMessage message) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            try {
                open.put(done);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return done;
        }

        @Override
        public CompletionStage<Void> subscribe(String filter, int qos) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Void> unsubscribe(String filter) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}
