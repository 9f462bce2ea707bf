package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.testing.TreeLines;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The settings of a running product are those that docs/settings.md promises, defaults and all. */
public class SettingsIT {
    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void theRunningProductHasTheSettingsThatTheDocumentationLists() throws Exception {
        Path data = folder.newFolder("d").toPath();
        try (GatewayProcess gateway = new GatewayProcess("full", data, "console.enable=false")) {
            gateway.start();
            eventually(() -> assertTrue(gateway.output(), gateway.output().contains("ready: ")));
            JsonNode answer =
                    new LocalClient(data.resolve("ccm.sock")).call("Config.Get", "{\"level\":0}");
            assertEquals(
                    String.join("\n", documented()),
                    String.join("\n", TreeLines.of(answer.path("result"))));
        }
    }

    /** The lines between the fences of the one list in that document. */
    private static List<String> documented() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs/settings.md"));
        return lines.stream()
                .dropWhile(line -> !line.equals("```"))
                .skip(1)
                .takeWhile(line -> !line.equals("```"))
                .toList();
    }
}
