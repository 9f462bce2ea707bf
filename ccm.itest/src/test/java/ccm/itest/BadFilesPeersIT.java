package ccm.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;

/** Files that somebody or something spoiled while the gateway was off. */
public class BadFilesPeersIT {
    private static final int MESSAGES = 100;
    private static final int SPOILED = 50;

    @Test
    public void aDamagedStoreSendsWhatIsLeftAndKeepsTheBadFileAside() throws Exception {
        try (Installation site = new Installation();
                RawHost host = site.plug()) {
            site.loseBroker();
            site.gateway().startReady();
            host.awaitGateway();
            for (int i = 0; i < MESSAGES; i++) {
                publish(host, i);
            }
            site.gateway().kill();
            Path queue = site.data().resolve("outbox/mqtt");
            Path segment = holding(queue, "message-" + SPOILED + "-");
            spoil(segment, "message-" + SPOILED + "-");
            site.gateway().startReady();
            assertTrue(site.gateway().output(), site.gateway().output().contains("is damaged, 1 "));
            try (Messages messages = site.regainBroker("d")) {
                List<String> wanted = new ArrayList<>();
                for (int i = 0; i < MESSAGES; i++) {
                    if (i != SPOILED) {
                        wanted.add("d " + text(i));
                    }
                }
                assertEquals(wanted, messages.await(MESSAGES - 1));
                publish(host, MESSAGES);
                assertEquals("d " + text(MESSAGES), messages.await(MESSAGES).get(MESSAGES - 1));
            }
            assertTrue(files(queue).toString(), files(queue).toString().contains(".bad-"));
            JsonNode status = site.gateway().local().call("Outbox.Status", "");
            assertEquals(status.toString(), 1, status.at("/result/queues/mqtt/damaged").asInt());
        }
    }

    @Test
    public void aSpoiledSettingsFileIsSetAsideAndTheLastGoodOneUsed() throws Exception {
        try (Installation site = Installation.withoutBroker()) {
            site.gateway().startReady();
            save(site, "first");
            save(site, "second");
            assertEquals("exit status", 0, site.gateway().stop());
            Path file = holding(site.data().resolve("config"), "\"second\"");
            Files.writeString(file, Files.readString(file).substring(0, 20)); // half of it
            site.gateway().startReady();
            String user =
                    site.gateway()
                            .local()
                            .call("Config.Get", "{\"key\":\"mqtt.user\"}")
                            .path("result")
                            .asText();
            assertEquals("first", user);
            String said = site.gateway().output();
            assertTrue(said, said.contains(file + ": not JSON at line "));
            assertTrue(said, said.contains("Using the last good copy "));
            assertTrue(said, said.contains("set aside as "));
            assertTrue(files(file.getParent()).toString(), files(file.getParent()).size() > 1);
        }
    }

    @Test
    public void spoiledSubscriptionsAreSaidAndTheCopyBeforeThemCounts() throws Exception {
        try (Installation site = new Installation();
                RawHost host = site.plug()) {
            site.gateway().startReady();
            host.awaitGateway().call("1", "MQTT.Sub", "{\"topic\":\"a/#\"}");
            host.call("2", "MQTT.Sub", "{\"topic\":\"b/#\"}");
            assertEquals("exit status", 0, site.gateway().stop());
            Path file = holding(site.data().resolve("cloud"), "b/#");
            Files.writeString(file, "[{\"topic\":");
            site.gateway().startReady();
            String said = site.gateway().output();
            assertTrue(said, said.contains(file + ": damaged (not JSON), kept as " + file));
            assertEquals("exit status", 0, site.gateway().stop());
            site.gateway().startReady(); // not forgotten at the next start either
            site.publish("a/1", List.of("heard"));
            host.awaitLine(line -> line.contains("\"heard\""));
        }
    }

    private static void publish(RawHost host, int number) throws IOException {
        JsonNode answer =
                host.call(
                        Integer.toString(1000 + number),
                        "MQTT.Pub",
                        "{\"topic\":\"d\",\"message\":\"" + text(number) + "\",\"qos\":1}");
        assertTrue(answer.toString(), answer.has("result"));
    }

    private static String text(int number) {
        return "message-" + number + "-";
    }

    private static void save(Installation site, String user) throws IOException {
        String config = "{\"config\":{\"mqtt\":{\"user\":\"" + user + "\"}},\"save\":true}";
        JsonNode answer = site.gateway().local().call("Config.Set", config);
        assertTrue(answer.toString(), answer.at("/result/saved").asBoolean());
    }

    /** Flips one bit in the middle of a text. */
    private static void spoil(Path file, String text) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        bytes[all.indexOf(text) + 3] ^= 1;
        Files.write(file, bytes);
    }

    private static Path holding(Path folder, String text) throws IOException {
        for (Path file : files(folder)) {
            if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                return file;
            }
        }
        throw new AssertionError(text + ": in none of " + files(folder));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
