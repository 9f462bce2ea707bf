package ccm.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is killed while it saves. */
@ExtendWith(Quiet.class)
class SaveKillTest {
    private static final int KILLS = 8;
    private static final int ANSWERED = 25; // after so many saves, at whatever step the next one is

    @TempDir Path folder;

    @Test
    void whatWasAnsweredAsSavedIsThereAfterAKill() throws Exception {
        int last = 0;
        for (int i = 0; i < KILLS; i++) {
            last = saveUntilKilled(last);
            JsonNode found = start(folder).inForce().get("mqtt.keep_alive");
            assertTrue(found.intValue() >= last, "saved " + last + ", found " + found);
            last = found.intValue();
        }
        assertTrue(last >= KILLS * ANSWERED);
    }

    private int saveUntilKilled(int from) throws IOException, InterruptedException {
        Process gateway =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SaveForever.class.getName(),
                                folder.toString(),
                                Integer.toString(from))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader answers = gateway.inputReader()) {
            for (int i = 0; i < ANSWERED - 1; i++) {
                answers.readLine();
            }
            String last = answers.readLine();
            gateway.destroyForcibly();
            assertTrue(gateway.waitFor(10, TimeUnit.SECONDS));
            return Integer.parseInt(last);
        }
    }

    private static Settings start(Path folder) throws IOException {
        Settings settings = new Settings(new Layers(folder, new TreeMap<>()), Map.of());
        settings.schema(Sample.schema());
        assertEquals(
                "\"hush\"",
                settings.inForce().getOrDefault("mqtt.pass", IntNode.valueOf(0)).toString());
        return settings;
    }

    /** Saves number after number, each with a secret, and says so. */
    static final class SaveForever {
        private SaveForever() {}

        public static void main(String[] args) throws Exception {
            Settings settings =
                    new Settings(new Layers(Path.of(args[0]), new TreeMap<>()), Map.of());
            settings.schema(Sample.schema());
            settings.set(Sample.schema().check(Sample.json("{'mqtt':{'pass':'hush'}}")));
            for (int i = Integer.parseInt(args[1]) + 1; ; i++) {
                settings.set(Map.of("mqtt.keep_alive", IntNode.valueOf(i)));
                settings.save(9, false);
                System.out.println(i);
            }
        }
    }
}
