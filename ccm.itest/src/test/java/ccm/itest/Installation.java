package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertTrue;

import ccm.testing.Mosquitto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A gateway as somebody installs it: a data folder, a broker that it is told of, and a name under
 * which it finds the host's device. It is not started yet.
 */
final class Installation implements AutoCloseable {
    private static final long PUBLISH_SECONDS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int NOBODY = 1; // a port on which nothing listens

    private final Path folder = Files.createTempDirectory("ccm-it"); // short: sockets want that
    private final Optional<Mosquitto> broker;
    private final Gate gate;
    private final List<String> settings;
    private final GatewayProcess gateway;

    Installation(String... settings) throws IOException {
        this(Optional.of(Mosquitto.plain()), settings);
    }

    /** One whose broker never answers. */
    static Installation withoutBroker(String... settings) throws IOException {
        return new Installation(Optional.empty(), settings);
    }

    private Installation(Optional<Mosquitto> broker, String... settings) throws IOException {
        this.broker = broker;
        this.gate = new Gate(broker.map(Mosquitto::port).orElse(NOBODY));
        this.settings =
                new ArrayList<>(
                        List.of(
                                "mqtt.enable=true",
                                "mqtt.server=127.0.0.1:" + gate.port(),
                                "mqtt.reconnect_timeout_min=0.2",
                                "mqtt.reconnect_timeout_max=1",
                                "host.rpc.uart.port=" + port()));
        this.settings.addAll(List.of(settings));
        gateway = again();
    }

    /** Another gateway with the same settings and some more, for when the first has ended. */
    GatewayProcess again(String... more) throws IOException {
        List<String> all = new ArrayList<>(settings);
        all.addAll(List.of(more));
        return new GatewayProcess("mqtt", data(), all.toArray(String[]::new));
    }

    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    /** The name of the host's device, whether or not it is plugged in. */
    Path port() {
        return folder.resolve("host");
    }

    /** Starts the gateway and waits for more than its ready line: until it is at the broker. */
    void startConnected() throws IOException {
        gateway.startReady();
        eventually(
                PATIENCE,
                () -> {
                    String status = gateway.local().call("Cloud.Status", "").toString();
                    assertTrue(status, status.contains("\"phase\":\"READY\""));
                });
    }

    /** Kills the broker. */
    void loseBroker() {
        gate.shut();
        broker.orElseThrow().kill();
    }

    /** Starts the broker again, with a subscriber that is there before the gateway is let in. */
    Messages regainBroker(String filter) throws IOException {
        broker.orElseThrow().restart();
        Messages messages = subscriber(filter);
        gate.open();
        return messages;
    }

    GatewayProcess gateway() {
        return gateway;
    }

    /** Plugs a host in that a test types for. */
    RawHost plug() throws IOException {
        return new RawHost(port());
    }

    Messages subscriber(String filter) throws IOException {
        return new Messages(broker.orElseThrow().port(), filter);
    }

    /** Somebody else publishes these, in order, with QoS 1. */
    void publish(String topic, List<String> messages) throws IOException, InterruptedException {
        publish(topic, messages, "-l");
    }

    /** Somebody else publishes one that the broker keeps for later subscribers. */
    void publishRetained(String topic, String message) throws IOException, InterruptedException {
        publish(topic, List.of(), "-r", "-m", message);
    }

    private void publish(String topic, List<String> lines, String... how)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "mosquitto_pub",
                                "-p",
                                Integer.toString(broker.orElseThrow().port()),
                                "-q",
                                "1",
                                "-t",
                                topic));
        command.addAll(List.of(how));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            for (String line : lines) {
                in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        if (!process.waitFor(PUBLISH_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(
                    "mosquitto_pub failed: " + new String(process.getInputStream().readAllBytes()));
        }
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        gate.close();
        broker.ifPresent(Mosquitto::close);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(Installation::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
