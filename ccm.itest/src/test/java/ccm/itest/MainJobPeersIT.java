package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.parts.frames.FrameCrc;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * The main job through the product as it ships: bytes on a serial line become messages of a real
 * broker, and back. One gateway for all; each test plugs in a host of its own.
 */
public class MainJobPeersIT {
    private static final int CRC_DIGITS = 8;

    private static Installation site;

    @BeforeClass
    public static void start() throws Exception {
        site = new Installation();
        site.startConnected(); // QoS 0 is lost before
    }

    @AfterClass
    public static void stop() throws Exception {
        try (Installation ended = site) {
            assertEquals("exit status", 0, ended.gateway().stop());
        }
    }

    @Test
    public void aPublishOfTheHostArrivesAtASubscriber() throws Exception {
        try (Messages t1 = site.subscriber("t1");
                RawHost host = site.plug().awaitGateway()) {
            host.send(
                    "{\"method\":\"MQTT.Pub\",\"params\":{\"topic\":\"t1\",\"message\":\"hello\",\"qos\":1}}");
            assertEquals(List.of("t1 hello"), t1.await(1));
        }
    }

    @Test
    public void messagesOfASubscribedTopicArriveAsFrames() throws Exception {
        site.publishRetained("t/1", "hi"); // comes as soon as the subscription is granted
        try (RawHost host = site.plug().awaitGateway()) {
            host.send("{\"method\":\"MQTT.Sub\",\"params\":{\"topic\":\"t/#\"}}");
            host.awaitLine(
                    "{\"method\":\"MQTT.Message\",\"params\":{\"topic\":\"t/1\",\"message\":\"hi\"}}"
                            ::equals);
            site.publish("t/2/x", List.of("Grüße \"\\/"));
            host.awaitLine(
                    ("{\"method\":\"MQTT.Message\",\"params\":{\"topic\":\"t/2/x\","
                                    + "\"message\":\"Grüße \\\"\\\\/\"}}")
                            ::equals);
        }
    }

    @Test
    public void theListOfMethodsIsAnsweredToAHostOfTwoHundredFiftyFiveBytes() throws Exception {
        try (RawHost host = site.plug().awaitGateway()) {
            String answer = host.ask("1", "{\"id\":1,\"method\":\"RPC.List\"}");
            List<String> names =
                    List.of(
                            new ObjectMapper()
                                    .treeToValue(
                                            new ObjectMapper().readTree(answer).path("result"),
                                            String[].class));
            assertTrue(answer, names.containsAll(List.of("MQTT.Pub", "MQTT.Sub", "Config.Set")));
            assertTrue(answer, answer.getBytes(StandardCharsets.UTF_8).length <= 255);
        }
    }

    @Test
    public void whatShippedFirmwareSendsIsPublished() throws Exception {
        try (Messages s = site.subscriber("s/#");
                RawHost host = site.plug().awaitGateway()) {
            host.send( // the last brace is missing, and the message is an object
                    "{\"method\": \"MQTT.Pub\", \"params\": {\"topic\":\"s/1\",\"message\":"
                            + "{\"a\": [1, \"}\"]},\"qos\":1}");
            host.send(
                    "{\"method\":\"MQTT.Pub\",\"params\":{\"topic\":\"s/2\",\"message\":21.50}}\r");
            host.send(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"MQTT.Pub\",\"params\":{\"topic\":\"s/3\","
                            + "\"message\":\"\",\"qos\":1}}");
            assertEquals(
                    List.of("s/1 {\"a\":[1,\"}\"]}", "s/2 21.50", "s/3 "),
                    s.await(3).stream().sorted().toList());
        }
    }

    @Test
    public void severalFramesInOneWriteAndOneInManyAreAllTaken() throws Exception {
        try (Messages w = site.subscriber("w/#");
                RawHost host = site.plug().awaitGateway()) {
            String one =
                    "{\"method\":\"MQTT.Pub\",\"params\":{\"topic\":\"w/1\",\"message\":1,\"qos\":1}}\n";
            host.write(
                    (one + one.replace(":1,", ":2,") + "\n\r\n").getBytes(StandardCharsets.UTF_8));
            for (byte each : one.replace(":1,", ":3,").getBytes(StandardCharsets.UTF_8)) {
                host.write(new byte[] {each});
            }
            assertEquals(List.of("w/1 1", "w/1 2", "w/1 3"), w.await(3));
        }
    }

    @Test
    public void aFrameWithAChecksumIsAnsweredWithOne() throws Exception {
        try (RawHost host = site.plug().awaitGateway()) {
            // the example of the serial channel's description
            String answer = host.ask("1", "{\"id\":1,\"method\":\"Sys.GetInfo\"}c1b3c9ca");
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            assertEquals(answer, CRC_DIGITS, bytes.length - FrameCrc.jsonEnd(bytes));
            assertEquals(
                    answer,
                    FrameCrc.Check.MATCH,
                    FrameCrc.check(bytes, 0, FrameCrc.jsonEnd(bytes)));
            int mark = host.mark();
            host.send("{\"id\":2,\"method\":\"RPC.Ping\"}00000000"); // damaged: dropped
            host.ask("3", crc("{\"id\":3,\"method\":\"RPC.Ping\"}"));
            assertEquals(host.lines().toString(), 1, host.answersAfter(mark).size());
        }
    }

    @Test
    public void whatHasNoMethodIsNeverAnswered() throws Exception {
        try (RawHost host = site.plug().awaitGateway()) {
            int mark = host.mark();
            host.send(
                    "{\"error\":{\"code\":-32700,\"message\":\"{\\\"id\\\":1,\\\"method\\\":\\\"Sum\\\"}\"}}");
            host.send(
                    "{\"id\":987654,\"error\":{\"code\":-32601,\"message\":\"method not found\"}}");
            host.send("{\"id\":987654,\"result\":5}");
            host.send("{\"id\":null,\"error\":{\"code\":1}}");
            host.send("{\"id\":987654}");
            host.send("{}");
            host.send("5");
            host.ask("77", "{\"id\":77,\"method\":\"RPC.Ping\"}");
            assertEquals(host.lines().toString(), 1, host.answersAfter(mark).size());
        }
    }

    @Test
    public void anIdOfAnyKindComesBackAsItWasTyped() throws Exception {
        try (RawHost host = site.plug().awaitGateway()) {
            for (String id :
                    List.of(
                            "0",
                            "-1.5e3",
                            "1.0",
                            "123456789012345678901234567890",
                            "\"abc\"",
                            "\"a\\/b \\u00e9 é\"",
                            "true",
                            "null",
                            "[1, 2]",
                            "{\"a\": 1}")) {
                host.ask(id, "{\"id\":" + id + ",\"method\":\"RPC.Ping\"}");
            }
        }
    }

    @Test
    public void aMessageTooLargeForTheHostIsCountedAndTheNextOneComes() throws Exception {
        try (RawHost host = site.plug().awaitGateway()) {
            host.call("1", "MQTT.Sub", "{\"topic\":\"big/#\"}");
            site.publish("big/1", List.of("x".repeat(300), "small"));
            host.awaitLine(line -> line.contains("\"small\""));
            assertTrue(host.lines().stream().allMatch(line -> line.length() <= 255));
            eventually(
                    () ->
                            assertTrue(
                                    site.gateway()
                                                    .local()
                                                    .call("Cloud.Status", "")
                                                    .at("/result/inbox/dropped_inbox")
                                                    .asInt()
                                            >= 1));
            assertTrue(
                    site.gateway().output(),
                    site.gateway().output().contains("host.rpc.max_frame_out"));
            String answer = host.call("2", "Config.Get", "{}").path("error").toString();
            assertTrue(
                    answer, answer.contains("-32000") && answer.contains("max_frame_out is 255"));
        }
    }

    private static String crc(String frame) {
        return new String(
                FrameCrc.append(frame.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
