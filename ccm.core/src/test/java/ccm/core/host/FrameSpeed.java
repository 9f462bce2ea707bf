package ccm.core.host;

import com.fasterxml.jackson.databind.node.NullNode;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;

/**
 * How many publishes a second the core reads, dispatches and answers on one thread. Not a test: run
 * it by hand with the flags of a product.
 */
public final class FrameSpeed {
    private static final int FRAMES = 200_000;
    private static final int ROUNDS = 7;

    private FrameSpeed() {}

    /** Prints frames a second, the median of the rounds after the first two. */
    public static void main(String[] args) throws Exception {
        File folder = Files.createTempDirectory("ccm-speed").toFile();
        Gateway gateway = new Gateway(folder);
        gateway.methods.add("MQTT.Pub", call -> NullNode.instance);
        RecordingLink uart = new RecordingLink("UART");
        String message = "x".repeat(100);
        byte[] frame =
                ("{\"id\":123456,\"method\":\"MQTT.Pub\",\"params\":{\"topic\":\"bench/t\","
                                + "\"message\":\""
                                + message
                                + "\",\"qos\":1}}")
                        .getBytes(StandardCharsets.UTF_8);
        double[] rates = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < FRAMES; i++) {
                gateway.router.onFrame(uart, frame);
                if (i % 1000 == 0) {
                    uart.take();
                }
            }
            rates[round] = FRAMES * 1e9 / (System.nanoTime() - start);
        }
        gateway.close();
        System.out.println(Arrays.toString(rates));
        double[] warm = Arrays.copyOfRange(rates, 2, ROUNDS);
        Arrays.sort(warm);
        System.out.printf(
                "%,.0f frames/s, %d frames a round, CPUs %d%n",
                warm[warm.length / 2], FRAMES, Runtime.getRuntime().availableProcessors());
    }
}
