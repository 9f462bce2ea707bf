package ccm.provision.ap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The page in Chromium at the size of a phone, with scripts and without, checked by axe-core. With
 * {@code -Dccm.docs.write=true} it paints the picture of the documentation.
 */
@Tag("peers")
@ExtendWith(Quiet.class)
class PortalPagesPeersTest {
    private static final Path SCRIPTS = Path.of("src/test/browser").toAbsolutePath();
    private static final Path PICTURE = Path.of("../docs/images/portal.png").toAbsolutePath();
    private static final String GO_ON = "go on";
    private static final int LOOKS_MILLIS = 50;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

    @Test
    void aPersonMistypesAPasswordAndGetsThere() throws Exception {
        try (Site site = new Site().open()) {
            JsonNode seen = see(site);
            String all = seen.toPrettyString();
            assertEquals(0, seen.path("violations").size(), all);
            assertEquals(0, seen.path("complaints").size(), all);
            String home = new Choice("Home", true).value();
            String wrong = "That did not work. " + String.format(FakeEngine.WRONG, "Home");
            assertEquals("Trying Home", seen.path("plainTrying").textValue(), all);
            assertEquals(wrong, seen.path("plainTrouble").textValue(), all);
            assertEquals(home, seen.path("plainKept").textValue(), all);
            String done = "This gateway is in the network %s, with the address 192.168.7.23.";
            assertEquals(
                    String.format(done, "My \"own\" <net>"),
                    seen.path("plainDone").textValue(),
                    all);
            assertEquals("Joining Home…", seen.path("progress").textValue(), all);
            assertEquals("text", seen.path("shown").textValue(), all);
            assertEquals(wrong, seen.path("trouble").textValue(), all);
            assertEquals("trouble", seen.path("focus").textValue(), all);
            assertEquals(home, seen.path("kept").textValue(), all);
            assertTrue(seen.path("lost").textValue().contains("Stay in " + Site.NETWORK), all);
            assertEquals(String.format(done, "Home"), seen.path("done").textValue(), all);
            assertEquals(4, site.engine.tries().size(), all);
        }
    }

    private static JsonNode see(Site site) throws Exception {
        if (!Files.isDirectory(SCRIPTS.resolve("node_modules"))) {
            run(List.of("npm", "ci", "--no-audit", "--no-fund", "--silent"), site.engine);
        }
        List<String> command =
                new ArrayList<>(List.of("node", "portal.mjs", site.url(), FakeEngine.RIGHT));
        if (Boolean.getBoolean("ccm.docs.write")) {
            Files.createDirectories(PICTURE.getParent());
            command.add(PICTURE.toString());
            site.wifi.networks = Site.TAME;
        }
        List<String> said = run(command, site.engine);
        return new ObjectMapper().readTree(said.get(said.size() - 1));
    }

    /** What a command prints; tries end where it says so. */
    private static List<String> run(List<String> command, FakeEngine engine) throws Exception {
        File output = File.createTempFile("portal", ".txt", new File("target"));
        Process process =
                new ProcessBuilder(command)
                        .directory(SCRIPTS.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output)
                        .start();
        try {
            long end = System.nanoTime() + PATIENCE_NANOS;
            long ended = 0;
            while (!process.waitFor(LOOKS_MILLIS, TimeUnit.MILLISECONDS)) {
                List<String> said = Files.readAllLines(output.toPath());
                boolean isRunning = engine.attempt.filter(one -> !one.over()).isPresent();
                if (isRunning && said.stream().filter(GO_ON::equals).count() > ended) {
                    engine.end();
                    ended++;
                }
                assertTrue(System.nanoTime() < end, command.get(0) + " takes too long");
            }
            List<String> said = Files.readAllLines(output.toPath());
            assertEquals(0, process.exitValue(), String.join("\n", said));
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
