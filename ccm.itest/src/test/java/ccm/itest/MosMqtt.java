package ccm.itest;

import ccm.testing.MqttSubscriber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The tool over MQTT: an address of its own below the device's, and the device's topic. */
final class MosMqtt implements MosTransport {
    private static final int PATIENCE_SECONDS = 30;

    private final int port;
    private final String device;
    private final String src;
    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final MqttSubscriber subscriber;

    MosMqtt(int port, String device) throws IOException {
        this.port = port;
        this.device = device;
        this.src = device + "/rpc-resp/mos-" + (System.nanoTime() & 0xFFFF);
        subscriber =
                new MqttSubscriber(
                        port,
                        src + "/rpc",
                        (topic, payload) ->
                                answers.add(new String(payload, StandardCharsets.UTF_8)));
        subscriber.start();
    }

    @Override
    public String src() {
        return src;
    }

    @Override
    public String call(String frame) throws IOException {
        publish(port, device + "/rpc", frame + "\n");
        try {
            String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null) {
                throw new IOException("no answer on " + src + "/rpc to " + frame);
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Publishes one message with {@code mosquitto_pub}. */
    static void publish(int port, String topic, String message, String... more) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "mosquitto_pub",
                                "-p",
                                Integer.toString(port),
                                "-q",
                                "1",
                                "-t",
                                topic,
                                "-s"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(message.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("mosquitto_pub: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        subscriber.close();
    }
}
