package ccm.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real browser, led by the scripts in {@code src/test/browser}. */
final class Browser {
    private static final long PATIENCE_SECONDS = 120;
    private static final Path SCRIPTS = Path.of("src/test/browser").toAbsolutePath();

    private Browser() {}

    /** Runs a script; what it saw is the JSON that it prints. */
    static JsonNode see(String script, String... arguments) throws Exception {
        if (!Files.isDirectory(SCRIPTS.resolve("node_modules"))) {
            run(List.of("npm", "ci", "--no-audit", "--no-fund", "--silent"));
        }
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return new ObjectMapper().readTree(run(command));
    }

    private static String run(List<String> command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(SCRIPTS.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertTrue(
                command.get(0) + " takes too long",
                process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(String.join(" ", command) + ": " + output, 0, process.exitValue());
        return output;
    }
}
