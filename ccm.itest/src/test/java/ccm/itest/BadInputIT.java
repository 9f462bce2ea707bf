package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * What a host can type that is wrong, and what it gets. One gateway for all; its broker is away.
 */
public class BadInputIT {
    private static final int MEGABYTE = 1 << 20;
    private static final int CHUNK = 1 << 16;
    private static final int HEAP_MB = 64; // of cnf/jvm.options
    private static final long RESIDENT_KB = 170_000; // the heap at its largest and what Java needs

    private static Installation site;

    @BeforeClass
    public static void start() throws Exception {
        site = Installation.withoutBroker("outbox.max_record=256");
        site.gateway().startReady();
    }

    @AfterClass
    public static void stop() throws Exception {
        site.close();
    }

    @Test
    public void noiseGetsOneErrorALineAtMostAndTheNextFrameWorks() throws Exception {
        Random random = new Random(1);
        try (RawHost host = site.plug().awaitGateway()) {
            for (int i = 0; i < 200; i++) {
                int mark = host.mark();
                byte[] noise = new byte[1 + random.nextInt(300)];
                random.nextBytes(noise);
                for (int at = 0; at < noise.length; at++) {
                    noise[at] = noise[at] == '\n' ? 0 : noise[at];
                }
                host.write(noise);
                host.write(new byte[] {'\n'});
                host.ask(Integer.toString(i), "{\"id\":" + i + ",\"method\":\"RPC.Ping\"}");
                assertTrue(host.lines().toString(), host.answersAfter(mark).size() <= 2);
            }
        }
    }

    @Test
    public void whatIsNoFrameGetsOneErrorThatSaysSo() throws Exception {
        try (RawHost host = site.plug().awaitGateway()) {
            List<String> hopeless =
                    List.of(
                            "{\"id\":1,\"method\":\"RPC.Pi",
                            "{\"id\":1,\"method\":\"RPC.Ping\",,}",
                            "hello",
                            "[{\"id\":1,\"method\":\"RPC.Ping\"}]",
                            "{'id':1}");
            for (String line : hopeless) {
                int mark = host.mark();
                host.send(line);
                host.ask("9", "{\"id\":9,\"method\":\"RPC.Ping\"}");
                List<String> answers = host.answersAfter(mark);
                assertEquals(line + ": " + answers, 2, answers.size());
                assertTrue(answers.get(0), answers.get(0).matches(".*\"code\":-32[67]00,.*"));
            }
        }
    }

    @Test
    public void moreThanTheHeapWithoutALineEndCostsNoMemory() throws Exception {
        try (RawHost host = site.plug().awaitGateway()) {
            int mark = host.mark();
            byte[] chunk = new byte[CHUNK];
            Arrays.fill(chunk, (byte) '{');
            for (long sent = 0; sent < (HEAP_MB + 6L) * MEGABYTE; sent += CHUNK) {
                host.write(chunk);
            }
            host.send("");
            host.ask("9", "{\"id\":9,\"method\":\"RPC.Ping\"}");
            List<String> answers = host.answersAfter(mark);
            assertEquals(answers.toString(), 2, answers.size());
            assertTrue(answers.get(0), answers.get(0).contains("65536"));
            long resident = site.gateway().residentKb();
            assertTrue(resident + " kB", resident < RESIDENT_KB);
        }
    }

    @Test
    public void wrongParamsAreNamedWithWhatWasFoundAndWhatIsAllowed() throws Exception {
        try (RawHost host = site.plug().awaitGateway()) {
            refused(host, "{\"message\":\"m\"}", "topic is missing", "a string");
            refused(host, "{\"topic\":5,\"message\":\"m\"}", "topic is 5", "a string");
            refused(host, "{\"topic\":\"\",\"message\":\"m\"}", "topic is \\\"\\\"", "1 to 65535");
            refused(host, "{\"topic\":\"a/+\",\"message\":\"m\"}", "a/+", "without +, #");
            refused(host, "{\"topic\":\"a/#\",\"message\":\"m\"}", "a/#", "without +, #");
            refused(host, "{\"topic\":\"a\\u0000\",\"message\":\"m\"}", "topic is", "NUL");
            refused(host, "{\"topic\":\"a\"}", "message is missing", "string");
            refused(host, "{\"topic\":\"a\",\"message\":\"m\",\"qos\":2}", "qos is 2", "0 to 1");
            refused(host, "{\"topic\":\"a\",\"message\":\"m\",\"qos\":\"1\"}", "qos is", "0 to 1");
            refused(
                    host,
                    "{\"topic\":\"a\",\"message\":\"m\",\"retain\":1}",
                    "retain is 1",
                    "true");
            refused(host, "[1]", "topic is missing", "a string");
            refused(
                    host,
                    "{\"topic\":\"a\",\"message\":\"" + "m".repeat(300) + "\",\"qos\":1}",
                    "30",
                    "the store takes 256");
            JsonNode unknown = host.call("2", "No.Such", "{}");
            assertEquals(-32601, unknown.at("/error/code").asInt());
            assertTrue(unknown.toString(), unknown.toString().contains("No.Such"));
        }
    }

    private static void refused(RawHost host, String params, String found, String allowed)
            throws IOException {
        String id = Integer.toString(100 + host.mark());
        String answer = host.call(id, "MQTT.Pub", params).toString();
        assertTrue(answer, answer.contains("\"code\":-32602"));
        assertTrue(answer, answer.contains("MQTT.Pub: "));
        assertTrue(answer, answer.contains(found) && answer.contains(allowed));
    }

    @Test
    public void aNotificationThatFailsIsLoggedOnceAndCounted() throws Exception {
        try (RawHost host = site.plug().awaitGateway()) {
            int mark = host.mark();
            for (int i = 0; i < 3; i++) {
                host.send("{\"method\":\"MQTT.Pub\",\"params\":{\"topic\":\"x/#\",\"message\":1}}");
                host.send("{\"method\":\"Nobody.Knows\"}");
            }
            JsonNode link = host.call("1", "Link.Status", "{}").path("result").get(0);
            assertEquals(link.toString(), 6, link.path("bad_notifications").asInt());
            assertEquals(host.lines().toString(), 1, host.answersAfter(mark).size());
            assertEquals(1, times("topic is \"x/#\""));
            assertEquals(1, times("Nobody.Knows"));
        }
    }

    @Test
    public void aSettingThatIsWrongIsRefusedAndChangesNothing() throws Exception {
        LocalClient local = site.gateway().local();
        JsonNode before = local.call("Config.Get", "");
        try (RawHost host = site.plug().awaitGateway()) {
            String unknown = "{\"config\":{\"mqtt\":{\"servre\":\"x\"}}}";
            String type = "{\"config\":{\"mqtt\":{\"keep_alive\":\"soon\",\"user\":\"u\"}}}";
            String range = "{\"config\":{\"host\":{\"rpc\":{\"uart\":{\"baud_rate\":9}}}}}";
            for (JsonNode answer :
                    List.of(
                            local.call("Config.Set", unknown),
                            host.call("1", "Config.Set", unknown))) {
                refusedSetting(answer, "mqtt.servre", "");
            }
            for (JsonNode answer :
                    List.of(local.call("Config.Set", type), host.call("2", "Config.Set", type))) {
                refusedSetting(answer, "mqtt.keep_alive", "soon", "must be a whole number");
            }
            for (JsonNode answer :
                    List.of(local.call("Config.Set", range), host.call("3", "Config.Set", range))) {
                refusedSetting(answer, "host.rpc.uart.baud_rate", "found 9", "from 50 to 4000000");
            }
            assertEquals("nothing changed", before, local.call("Config.Get", ""));
        }
    }

    private static void refusedSetting(JsonNode answer, String... texts) {
        assertEquals(answer.toString(), -32602, answer.at("/error/code").asInt());
        for (String text : texts) {
            assertTrue(text + ": " + answer, answer.at("/error/message").asText().contains(text));
        }
    }

    @Test
    public void theWholeTreeMayBeWrittenBackAsItWasRead() throws Exception {
        LocalClient local = site.gateway().local();
        JsonNode tree = local.call("Config.Get", "").path("result");
        String lines = site.gateway().output();
        JsonNode answer = local.call("Config.Set", "{\"config\":" + tree + "}");
        assertEquals(answer.toString(), "{\"saved\":false}", answer.path("result").toString());
        assertEquals(tree, local.call("Config.Get", "").path("result"));
        assertEquals("nothing restarts", lines, site.gateway().output());
    }

    @Test
    public void aPortThatVanishesInTheMiddleOfAFrameComesBack() throws Exception {
        try (RawHost host = site.plug().awaitGateway()) {
            host.write("{\"id\":1,\"method\":\"RPC.".getBytes(StandardCharsets.UTF_8));
        }
        eventually(() -> assertTrue(site.gateway().output().contains(site.port() + ": the line")));
        try (RawHost host = site.plug().awaitGateway()) {
            int mark = host.mark();
            host.ask("2", "{\"id\":2,\"method\":\"RPC.Ping\"}");
            assertEquals(host.lines().toString(), 1, host.answersAfter(mark).size());
        }
        assertTrue(site.gateway().output(), site.gateway().output().contains("not there. Is the"));
        assertFalse(site.gateway().output(), site.gateway().output().contains("SEVERE"));
    }

    private static int times(String text) throws IOException {
        return site.gateway().output().split(java.util.regex.Pattern.quote(text), -1).length - 1;
    }
}
