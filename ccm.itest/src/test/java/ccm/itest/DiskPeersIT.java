package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Test;

/**
 * A data folder that is read-only or full: real mounts, in a name space that the gateway has for
 * itself, so that nothing is left of them.
 */
public class DiskPeersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int STORED = 20;
    private static final String USER = "{\"config\":{\"mqtt\":{\"user\":\"%s\"}},\"save\":true}";

    @Test
    public void aReadOnlyFolderIsServedFromAsItWasAndSaid() throws Exception {
        try (Installation site = new Installation();
                RawHost host = site.plug()) {
            site.loseBroker();
            site.gateway().startReady();
            host.awaitGateway();
            for (int i = 0; i < STORED; i++) {
                assertTrue(publish(host, i, 1).has("result"));
            }
            assertTrue(site.gateway().local().call("Config.Set", user("kept")).has("result"));
            assertEquals("exit status", 0, site.gateway().stop());

            String data = site.data().toString();
            Path socket = site.folder().resolve("socket");
            try (GatewayProcess readOnly = site.again("local.path=" + socket)) {
                mounted(readOnly, "mount --bind D D && mount -o remount,ro,bind D", data);
                int mark = host.mark();
                readOnly.startReady();
                host.awaitGatewayAfter(mark);
                assertTrue(readOnly.output(), readOnly.output().contains(data + ": cannot be wri"));
                LocalClient local = new LocalClient(socket);
                assertEquals(
                        "\"kept\"",
                        local.call("Config.Get", "{\"key\":\"mqtt.user\"}")
                                .path("result")
                                .toString());
                refusedForTheDisk(local.call("Config.Set", user("lost")), "data folder full");
                refusedForTheDisk(publish(host, STORED, 1), "Read-only file system");
                try (Messages messages = site.regainBroker("d")) {
                    assertEquals(numbers(STORED), messages.await(STORED));
                    assertTrue(publish(host, STORED, 0).has("result")); // needs no disk
                    assertEquals("d " + STORED, messages.await(STORED + 1).get(STORED));
                }
            }
        }
    }

    @Test
    public void aFullDiskRefusesAndGoesOnWhenThereIsRoomAgain() throws Exception {
        try (Installation site = new Installation("outbox.max_bytes=1048576");
                RawHost host = site.plug()) {
            site.loseBroker();
            Files.createDirectories(site.data());
            mounted(
                    site.gateway(),
                    "mount -t tmpfs -o size=6m,mode=700 none D",
                    site.data().toString());
            site.gateway().startReady();
            host.awaitGateway();
            LocalClient local = new LocalClient(site.gateway().dataInside().resolve("ccm.sock"));
            assertTrue(publish(host, 0, 1).has("result"));
            Path ballast = site.gateway().dataInside().resolve("ballast");
            fill(ballast);
            int kept = 1;
            JsonNode answer = publish(host, kept, 1);
            while (answer.has("result")) { // what room the store has made sure of beforehand
                assertTrue("never full", ++kept < 10_000);
                answer = publish(host, kept, 1);
            }
            refusedForTheDisk(answer, "o space left");
            refusedForTheDisk(local.call("Config.Set", user("lost")), "data folder full");
            assertTrue("it still answers", local.call("RPC.Ping", "").has("result"));

            Files.delete(ballast);
            int last = kept;
            eventually(PATIENCE, () -> assertTrue(publish(host, last, 1).has("result")));
            assertTrue(local.call("Config.Set", user("saved")).has("result"));
            try (Messages messages = site.regainBroker("d")) {
                assertEquals(numbers(last + 1), messages.await(last + 1));
            }
        }
    }

    /** The gateway in name spaces of its own, in which it may mount something at its folder. */
    private static void mounted(GatewayProcess gateway, String mount, String data) {
        gateway.within(
                "unshare",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                mount.replace("D", "'" + data + "'") + " && exec \"$0\" \"$@\"");
    }

    private static void fill(Path ballast) throws IOException {
        byte[] block = new byte[4096];
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertTrue(e.toString(), e.getMessage().contains("No space left"));
        }
    }

    private static void refusedForTheDisk(JsonNode answer, String text) {
        assertEquals(answer.toString(), -32603, answer.at("/error/code").asInt());
        assertTrue(answer.toString(), answer.at("/error/message").asText().contains(text));
    }

    private static JsonNode publish(RawHost host, int number, int qos) throws IOException {
        return host.call(
                Integer.toString(1000 + host.mark()),
                "MQTT.Pub",
                "{\"topic\":\"d\",\"message\":" + number + ",\"qos\":" + qos + "}");
    }

    private static String user(String name) {
        return String.format(USER, name);
    }

    private static List<String> numbers(int count) {
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(number -> "d " + number).toList());
    }
}
