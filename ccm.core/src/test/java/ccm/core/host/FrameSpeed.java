package ccm.core.host;

import ccm.api.link.FrameLink;
import ccm.api.rpc.RpcPeer;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;

/**
 * How many publishes in a second of CPU time the core reads, dispatches and answers on one thread.
 * Not a test: run it by hand with the flags of a product.
 */
public final class FrameSpeed {
    private static final int FRAMES = 200_000;
    private static final int ROUNDS = 7;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private FrameSpeed() {}

    /** Prints frames a second, the median of the rounds after the first two. */
    public static void main(String[] args) throws Exception {
        File folder = Files.createTempDirectory("ccm-speed").toFile();
        Gateway gateway = new Gateway(folder);
        gateway.methods.add("MQTT.Pub", call -> NullNode.instance);
        FrameLink uart = new Sink();
        String message = "x".repeat(100);
        byte[] frame =
                ("{\"id\":123456,\"method\":\"MQTT.Pub\",\"params\":{\"topic\":\"bench/t\","
                                + "\"message\":\""
                                + message
                                + "\",\"qos\":1}}")
                        .getBytes(StandardCharsets.UTF_8);
        double[] rates = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < FRAMES; i++) {
                gateway.router.onFrame(uart, frame);
            }
            rates[round] = FRAMES * 1e9 / (THREADS.getCurrentThreadCpuTime() - start);
        }
        gateway.close();
        System.out.println(Arrays.toString(rates));
        double[] warm = Arrays.copyOfRange(rates, 2, ROUNDS);
        Arrays.sort(warm);
        System.out.printf("%,.0f frames per second of CPU time%n", warm[warm.length / 2]);
    }

    /** A line that costs nothing. */
    private static final class Sink implements FrameLink {
        private final RpcPeer peer = RpcPeer.host("/dev/null");
        private long bytes;

        @Override
        public RpcPeer peer() {
            return peer;
        }

        @Override
        public boolean isUp() {
            return true;
        }

        @Override
        public void send(byte[] frame) {
            bytes += frame.length;
        }
    }
}
