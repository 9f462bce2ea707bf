package ccm.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.testing.Mosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code mosquitto_sub} on topic t, at QoS 0: it reads to the end what a broker sent before it was
 * killed.
 */
final class Witness implements AutoCloseable {
    private final Path seen;
    private final Process process;

    Witness(Mosquitto broker) throws IOException {
        seen = Files.createTempFile("ccm-witness", "");
        process =
                new ProcessBuilder("mosquitto_sub", "-p", "" + broker.port(), "-t", "t", "-q", "0")
                        .redirectErrorStream(true)
                        .redirectOutput(seen.toFile())
                        .start();
    }

    List<String> lines() throws IOException {
        return Files.readAllLines(seen, UTF_8);
    }

    List<Integer> numbers() throws IOException {
        return lines().stream().filter(line -> line.matches("\\d+")).map(Integer::valueOf).toList();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().orTimeout(5, TimeUnit.SECONDS).join();
        Files.delete(seen);
    }
}
