package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The demo as its user meets it: each line that it prints for another terminal is typed there,
 * letter for letter, and asks the simulated host over another channel.
 */
public class DemoPeersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long COMMAND_SECONDS = 60;
    private static final String INDENT = "  ";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void everyLineThatTheDemoPrintsWorksAsPrinted() throws Exception {
        Path data = folder.newFolder().toPath();
        try (GatewayProcess demo = new GatewayProcess("demo", data, "console.enable=false")) {
            demo.startReady();
            eventually(PATIENCE, () -> assertTrue(demo.output(), lines(demo).size() >= 7));
            List<String> lines = lines(demo);
            assertTrue(lines.toString(), ready(demo).contains(", http://127.0.0.1:"));
            for (String line : lines) {
                if (line.startsWith("curl ") || line.startsWith("./ccm ")) {
                    assertEquals(line, "5", run(line).strip());
                }
            }
            for (String line : updates(demo)) {
                String expected = line.contains("GetInfo") ? "\"2.0\"" : "Update applied";
                String said = run(line);
                assertTrue(line + ": " + said, said.contains(expected));
            }
            assertEquals("5", run("./ccm call Sum '[2,3]' --data " + data).strip());
            throughTheBroker(lines);
            assertEquals(0, demo.stop());
        }
    }

    /** Nothing but the two clients of Mosquitto. */
    private void throughTheBroker(List<String> lines) throws Exception {
        String subscribe = only(lines, "mosquitto_sub ");
        Path answers = folder.newFile().toPath();
        Process subscriber = start(subscribe + " -C 1", answers);
        try {
            eventually(
                    PATIENCE,
                    () -> { // a subscriber that is not there yet misses an answer
                        run(only(lines, "mosquitto_pub "));
                        assertTrue(Files.readString(answers).contains("\"result\":5"));
                    });
            assertTrue(subscriber.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS));
        } finally {
            subscriber.destroyForcibly();
        }
    }

    private static List<String> lines(GatewayProcess demo) throws IOException {
        return demo.output()
                .lines()
                .dropWhile(line -> !line.startsWith("demo: type this"))
                .skip(1)
                .takeWhile(line -> line.startsWith(INDENT))
                .map(String::strip)
                .toList();
    }

    private static List<String> updates(GatewayProcess demo) throws IOException {
        return demo.output()
                .lines()
                .dropWhile(line -> !line.startsWith("demo: and this updates"))
                .skip(1)
                .takeWhile(line -> line.startsWith(INDENT))
                .map(String::strip)
                .toList();
    }

    private static String ready(GatewayProcess demo) throws IOException {
        return only(demo.output().lines().toList(), "ready: ");
    }

    private static String only(List<String> lines, String start) {
        return lines.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    }

    private String run(String line) throws IOException, InterruptedException {
        Path out = folder.newFile().toPath();
        Process process = start(line, out);
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(line + ": did not end. " + Files.readString(out));
        }
        return Files.readString(out);
    }

    private static Process start(String line, Path out) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", line)
                        .directory(CcmCommand.CHECKOUT.toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .redirectOutput(out.toFile());
        builder.environment().put("CCM_NO_BUILD", "1");
        return builder.start();
    }
}
