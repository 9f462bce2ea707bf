package ccm.cloud.mdash;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.sim.cloud.mdash.MdashEmulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The console of mDash. */
@ExtendWith(Quiet.class)
class DashLogTest {
    private static final int FLOOD = 10_000;
    @TempDir Path folder;

    @Test
    void showsTheLogBoundedAndWithoutSecrets() throws Exception {
        long start = System.currentTimeMillis();
        try (MdashEmulator cloud = MdashEmulator.start(EmulatorOptions.in(folder));
                DashSite site =
                        new DashSite(cloud.address(), cloud.token(), "ca.pem", folder).ready()) {
            DashLog log = site.dash().log();
            for (int i = 0; i < FLOOD; i++) {
                log.publish(new LogRecord(Level.INFO, "line " + i));
            }
            eventually(() -> assertTrue(lines(cloud, "line ").size() > 1));
            long seconds = (System.currentTimeMillis() - start) / 1_000;
            int all = cloud.logs().size();
            assertTrue(all <= 6 + 5 * seconds, "5 a second: " + all);
            JsonNode dropped = lines(cloud, "").get(0);
            assertTrue(dropped.path("data").asText().contains("lines were dropped"));
            assertEquals(2, dropped.path("fd").asInt());
            JsonNode line = lines(cloud, "line ").get(0);
            assertEquals(1, line.path("fd").asInt());
            double time = line.path("t").asDouble();
            assertTrue(time >= start / 1_000.0 - 1 && time <= System.currentTimeMillis() / 1_000.0);
            assertTrue(line.path("seq").isIntegralNumber());
        }
    }

    private static List<ObjectNode> lines(MdashEmulator cloud, String begin) {
        return cloud.logs().stream()
                .filter(each -> each.path("data").asText().startsWith(begin))
                .toList();
    }

    @Test
    void masksSecretsAndNumbersItsLines() {
        DashLog log = new DashLog("s3cr3t-of-the-device");
        log.publish(new LogRecord(Level.WARNING, "token is s3cr3t-of-the-device"));
        log.publish(new LogRecord(Level.FINE, "too small to be shown"));
        log.publish(new LogRecord(Level.WARNING, "mqtt.pass=hunter22 and key: abcdef"));
        long now = System.nanoTime();
        JsonNode first = log.next(now).orElseThrow();
        assertTrue(log.next(now).isEmpty(), "not both at once");
        JsonNode second = log.next(now + 1_000_000_000L).orElseThrow();
        assertEquals(first.path("seq").asLong() + 1, second.path("seq").asLong());
        String said = first.path("data").asText() + second.path("data").asText();
        assertFalse(said.contains("s3cr3t"), said);
        assertFalse(said.contains("hunter22"), said);
        assertFalse(said.contains("abcdef"), said);
    }
}
