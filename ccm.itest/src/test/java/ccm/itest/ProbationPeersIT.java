package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.testing.Mosquitto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * Settings that cut the gateway off, saved by a caller or written into the file: it starts with
 * every one of them, and the last good ones come back.
 */
public class ProbationPeersIT {
    private static final boolean ALL = Boolean.getBoolean("ccm.long");
    private static final int CASES = ALL ? 500 : 24;
    private static final int AT_A_TIME = 6; // waiting, most of the time
    private static final long SEED = 20_261_126;
    private static final int PROBATION_SECONDS = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(PROBATION_SECONDS + 30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private Path folder;
    private Mosquitto broker;
    private Path good;
    private JsonNode goodLayer;

    @Before
    public void makeAGatewayThatIsConnected() throws Exception {
        folder = Files.createTempDirectory("ccm-it");
        broker = Mosquitto.plain();
        good = Files.createDirectories(folder.resolve("good"));
        try (InProcessGateway gateway = InProcessGateway.on("mqtt", good)) {
            save(
                    gateway.local(),
                    "{\"config\":{\"probation_s\":"
                            + PROBATION_SECONDS
                            + "},\"mqtt\":{\"enable\":true,\"server\":\""
                            + broker.address()
                            + "\",\"reconnect_timeout_min\":0.2,\"reconnect_timeout_max\":1,"
                            + "\"user\":\"u\",\"pass\":\"a secret\"}}");
            awaitGood(gateway.local(), good, Duration.ofSeconds(60));
        }
        goodLayer = JSON.readTree(Files.readString(good.resolve("config/conf9.json")));
    }

    @After
    public void clean() throws IOException {
        broker.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    @Test
    public void everyBadConfigurationStartsAndGivesWayToTheLastGoodOne() throws Exception {
        ExecutorService many = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<Future<?>> cases = new ArrayList<>();
            for (int i = 0; i < CASES; i++) {
                int number = i;
                cases.add(many.submit(() -> run(number)));
            }
            for (Future<?> each : cases) {
                each.get();
            }
        } finally {
            many.shutdownNow();
        }
    }

    private Void run(int number) throws Exception {
        BadSettings bad = new BadSettings(SEED + number, broker.address());
        Path data = copy(number);
        boolean byCaller = number % 4 == 0;
        String text = byCaller ? bad.set() : bad.file();
        try {
            if (byCaller) {
                try (InProcessGateway gateway = InProcessGateway.on("mqtt", data)) {
                    awaitGood(gateway.local(), data, PATIENCE);
                    save(gateway.local(), text);
                }
            } else {
                Files.writeString(
                        data.resolve("config/conf9.json"), text, StandardCharsets.ISO_8859_1);
            }
            try (InProcessGateway gateway = InProcessGateway.on("mqtt", data)) {
                awaitGood(gateway.local(), data, PATIENCE);
            }
            assertEquals(
                    goodLayer, JSON.readTree(Files.readString(data.resolve("config/conf9.json"))));
        } catch (Exception | AssertionError e) {
            String shown = text.length() < 300 ? text : text.substring(0, 300) + "…";
            throw new AssertionError("case " + number + ": " + shown, e);
        }
        return null;
    }

    private Path copy(int number) throws IOException {
        Path data = folder.resolve(Integer.toString(number));
        try (Stream<Path> files = Files.walk(good.resolve("config"))) {
            for (Path file : files.toList()) {
                Path to = data.resolve(good.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        return data;
    }

    /** Connected, with what is good, and sure of it. */
    private void awaitGood(LocalClient client, Path data, Duration patience) {
        eventually(
                patience,
                () -> {
                    String server =
                            client.call("Config.Get", "{\"key\":\"mqtt.server\"}").toString();
                    assertTrue(server, server.contains(broker.address()));
                    JsonNode status = client.call("Config.Status", "");
                    assertEquals(
                            status.toString(), "false", status.at("/result/probation/on").asText());
                    String cloud = client.call("Cloud.Status", "").toString();
                    assertTrue(cloud, cloud.contains("\"phase\":\"READY\""));
                    String kept = Files.readString(data.resolve("config/saved/good.json"));
                    assertTrue(kept, kept.contains("\"cloud mqtt\""));
                });
    }

    private static void save(LocalClient client, String config) throws IOException {
        eventually(() -> client.call("RPC.Ping", ""));
        JsonNode answer = client.call("Config.Set", "{\"config\":" + config + ",\"save\":true}");
        assertTrue(answer.toString(), answer.at("/result/saved").asBoolean());
    }
}
