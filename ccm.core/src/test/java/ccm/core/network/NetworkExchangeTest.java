package ccm.core.network;

import static ccm.core.network.Network.MQTT;
import static ccm.core.network.Network.WEB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.link.FrameReply;
import ccm.api.link.FrameReply.Kind;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.core.network.Channels.Event;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Quiet.class)
class NetworkExchangeTest {
    private static final String INVALID = "{\"error\":{\"code\":400,\"message\":\"";

    @TempDir File folder;
    private final AtomicInteger runs = new AtomicInteger();
    private final List<JsonNode> seen = new CopyOnWriteArrayList<>();
    private Network network;

    @BeforeEach
    void open() {
        network = new Network(folder, "max_frame_size", 4096);
        network.methods.add("Sum", call -> sum(call.params()));
        network.methods.add("Null", call -> NullNode.instance);
        network.methods.add(
                "Count",
                call -> {
                    seen.add(call.params());
                    return IntNode.valueOf(runs.incrementAndGet());
                });
        network.methods.add("Surrogate", call -> TextNode.valueOf("a\ud800b"));
        network.methods.add(
                "Refuse",
                call -> {
                    throw RpcException.invalidParams("Refuse: no");
                });
        network.methods.add(
                "Mute",
                call -> {
                    throw RpcException.limit("away").onNetwork(418, "");
                });
        network.methods.add(
                "Relayed",
                call -> {
                    throw RpcException.relayed(-7, "the host's own");
                });
    }

    @AfterEach
    void close() throws InterruptedException {
        network.close();
    }

    /** Each line: what comes in, a bar, what goes out. */
    @ParameterizedTest
    @CsvFileSource(resources = "/network/frames.txt", delimiter = '|', quoteCharacter = '\0')
    void answersRecordedFrames(String frame, String answer) {
        assertEquals(answer == null ? "" : answer, network.ask(WEB, frame));
    }

    @Test
    void tellsTheChannelWhereTheAnswerGoesAndItsCode() {
        FrameReply fine = network.exchange(WEB, "{\"id\":1,\"src\":\"me\",\"method\":\"Null\"}");
        FrameReply failed = network.exchange(WEB, "{\"id\":1,\"method\":\"Nope\"}");
        assertEquals(List.of(Kind.ANSWER, "me", 0), List.of(fine.kind(), fine.to(), fine.code()));
        assertEquals(List.of(Kind.ANSWER, 404), List.of(failed.kind(), failed.code()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "5",
                "\"Sum\"",
                "[]",
                "{\"id\":1,\"method\":\"Null\",\"params\":2e22222222222222222222222}",
                "[{\"id\":1,\"method\":\"Sum\"}]",
                "{}",
                "{\"config\":{}}",
                "{\"id\":1,\"method\":\"Sum\"}{\"id\":2,\"method\":\"Sum\"}",
                "{\"id\":1,\"method\":\"Sum\",\"params\":[1 2]}",
                "{\"id\":1,\"method\":\"Su",
                "{\"id\":1,\"method\":\"Sum\"]",
                "{\"method\":5}",
                "{\"id\":true,\"method\":\"Count\"}",
                "{\"id\":null,\"method\":\"Count\"}",
                "{\"id\":[1],\"method\":\"Count\"}",
                "{\"method\":\"Count\",\"src\":5}",
                "{\"method\":\"Count\",\"dst\":{}}",
                "{\"method\":\"Count\",\"dst\":\"CCM_1\"}",
                "{\"method\":\"Count\",\"idem\":7}",
                "{\"method\":\"Count\u0000\"}"
            })
    void saysThatItIsNoFrame(String frame) {
        FrameReply reply = network.exchange(WEB, frame);
        assertEquals(List.of(Kind.INVALID, 400), List.of(reply.kind(), reply.code()));
        assertTrue(Network.text(reply).startsWith(INVALID), Network.text(reply));
        assertEquals(0, runs.get());
    }

    @Test
    void namesThePositionInBadJson() {
        assertEquals(
                INVALID + "frame of 24 bytes is not JSON at byte 17\"}}",
                network.ask(WEB, "{\"id\":1,\"method\":nope!!}")
                        .replaceAll("byte 1\\d", "byte 17"));
        assertTrue(network.ask(WEB, "{\"id\":1,\"params\":[1 2]}").contains("at byte 2"));
    }

    @Test
    void refusesAFrameForAnotherDevice() {
        FrameReply reply = network.exchange(WEB, "{\"id\":1,\"dst\":\"x\",\"method\":\"Count\"}");
        assertEquals(List.of(Kind.INVALID, 400), List.of(reply.kind(), reply.code()));
        assertEquals(0, runs.get());
        assertEquals(1, network.count("WS_in", Event.OTHER_DST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"result\":5}",
                "{\"id\":1,\"error\":{\"code\":404,\"message\":\"No handler\"}}",
                "{\"error\":{\"code\":-32700,\"message\":\"{}\"}}",
                "{\"id\":null,\"error\":{\"code\":1}}",
                "{\"id\":1}",
                "{\"result\":null,\"dst\":\"x\"}"
            })
    void neverAnswersAnAnswer(String frame) {
        FrameReply reply = network.exchange(WEB, frame);
        assertEquals(List.of(Kind.DONE, 0), List.of(reply.kind(), reply.frame().length));
        assertEquals(1, network.count("WS_in", Event.ANSWERS_DROPPED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"method\":\"Count\",\"params\":1}",
                "{\"id\":7,\"method\":\"Count\",\"params\":1,\"nr\":true}",
                "{method:\"Count\",args:1,}"
            })
    void carriesOutWhatWantsNoAnswer(String frame) {
        FrameReply reply = network.exchange(WEB, frame);
        assertEquals(List.of(Kind.DONE, 0), List.of(reply.kind(), reply.frame().length));
        assertEquals(List.of(IntNode.valueOf(1)), seen);
    }

    @Test
    void endsANotificationWhenItsMethodHasEnded() {
        CompletableFuture<JsonNode> end = new CompletableFuture<>();
        network.methods.addDeferred("Slow", call -> end);
        CompletableFuture<FrameReply> reply = network.start(WEB, "{\"method\":\"Slow\"}");
        assertFalse(reply.isDone());
        end.complete(IntNode.valueOf(1));
        assertEquals(Kind.DONE, reply.join().kind());
    }

    @Test
    void dropsAnMqttCallThatDoesNotSayWhereTheAnswerGoes() {
        assertEquals(Kind.DONE, network.exchange(MQTT, "{\"id\":1,\"method\":\"Count\"}").kind());
        assertEquals(0, runs.get());
        assertEquals(1, network.count("MQTT", Event.WITHOUT_SRC));
        network.exchange(MQTT, "{\"method\":\"Count\"}"); // a notification needs no src
        assertEquals(1, runs.get());
    }

    @Test
    void callsWhatTheChannelNames() {
        byte[] frame = "{\"id\":1,\"src\":\"a\",\"method\":5}".getBytes(StandardCharsets.UTF_8);
        FrameReply reply =
                network.exchange.exchange(MQTT, frame, "Null").toCompletableFuture().join();
        assertEquals(
                "{\"id\":1,\"src\":\"ccm_1\",\"dst\":\"a\",\"result\":null}", Network.text(reply));
        byte[] nothing = {};
        assertEquals(
                Kind.INVALID,
                network.exchange
                        .exchange(MQTT, nothing, "Count")
                        .toCompletableFuture()
                        .join()
                        .kind());
    }

    @Test
    void refusesAFrameAboveTheLimit() {
        String frame = "{\"id\":1,\"method\":\"Count\",\"params\":\"" + "x".repeat(4096) + "\"}";
        FrameReply reply = network.exchange(WEB, frame);
        assertEquals(List.of(Kind.INVALID, 413), List.of(reply.kind(), reply.code()));
        assertTrue(Network.text(reply).contains("rpc.max_frame_size is 4096"));
        assertEquals(4096, network.exchange.maxFrame());
    }

    @Test
    void refusesMoreUnfinishedCallsThanItCanKeep() {
        CompletableFuture<JsonNode> end = new CompletableFuture<>();
        network.methods.addDeferred("Slow", call -> end);
        for (int i = 0; i < OpenCalls.MAX_OF_PEER; i++) {
            network.start(WEB, "{\"id\":" + i + ",\"method\":\"Slow\"}");
        }
        assertEquals(
                "{\"id\":9,\"src\":\"ccm_1\",\"error\":{\"code\":429,\"message\":\"Request queue"
                        + " overflow\"}}",
                network.ask(WEB, "{\"id\":9,\"method\":\"Null\"}"));
        RpcPeer other = new RpcPeer(RpcPeer.WS_IN, "10.0.0.10:1", RpcPeer.Zone.LOCAL);
        assertEquals(0, network.exchange(other, "{\"id\":9,\"method\":\"Null\"}").code());
        end.complete(NullNode.instance);
        assertEquals(0, network.exchange(WEB, "{\"id\":9,\"method\":\"Null\"}").code());
    }

    @Test
    void givesARepeatedRequestTheFirstAnswerAgain() {
        String frame = "{\"id\":1,\"method\":\"Count\",\"idem\":\"k\"}";
        network.ask(WEB, frame);
        assertEquals(
                "{\"id\":2,\"src\":\"ccm_1\",\"result\":1}",
                network.ask(WEB, frame.replace("\"id\":1", "\"id\":2")));
        network.access.with("joe", "secret");
        network.ask(WEB.as("joe"), frame); // another caller's key is another key
        assertEquals(2, runs.get());
        assertEquals(1, network.count("WS_in", Event.REPEATS));
    }

    @Test
    void keepsTheCodeOfARepeatedError() {
        String frame = "{\"id\":1,\"method\":\"Refuse\",\"idem\":\"k\"}";
        network.ask(WEB, frame);
        assertEquals(400, network.exchange(WEB, frame).code());
        assertEquals(1, network.count("WS_in", Event.REPEATS));
    }

    @Test
    void remembersRepeatedRequestsAcrossASwap() throws InterruptedException {
        String frame = "{\"id\":1,\"method\":\"Count\",\"idem\":\"k\"}";
        network.ask(WEB, frame);
        close();
        open();
        assertEquals("{\"id\":1,\"src\":\"ccm_1\",\"result\":1}", network.ask(WEB, frame));
        assertEquals(1, runs.get());
    }

    @Test
    void answersWhileItStops() throws InterruptedException {
        network.exchange.close();
        assertEquals(503, network.exchange(WEB, "{\"id\":1,\"method\":\"Null\"}").code());
    }

    /** Damaged frames: one way or another they end, and answers stay unanswered. */
    @Test
    void survivesDamagedFrames() {
        String[] seeds = {
            "{\"id\":1099511627776,\"src\":\"mos\",\"method\":\"Sum\",\"params\":[1,{\"a\":\"b\"}]}",
            "{\"id\":\"x\",\"dst\":\"ccm_1\",\"tag\":\"t\",\"method\":\"Null\",\"auth\":{\"nonce\":1}}",
            "{\"id\":5,\"result\":{\"a\":[1,2,{\"b\":null}]}}"
        };
        Random random = new Random(1);
        for (int i = 0; i < 30_000; i++) {
            byte[] frame = seeds[i % seeds.length].getBytes(StandardCharsets.UTF_8);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = java.util.Arrays.copyOf(frame, 1 + random.nextInt(frame.length));
            FrameReply reply =
                    network.exchange
                            .exchange(WEB, i % 2 == 0 ? frame : cut)
                            .toCompletableFuture()
                            .join();
            boolean empty = reply.frame().length == 0;
            assertEquals(
                    reply.kind() == Kind.DONE,
                    empty,
                    () -> new String(cut, StandardCharsets.UTF_8));
        }
    }

    private static JsonNode sum(JsonNode numbers) {
        int sum = 0;
        for (JsonNode each : numbers) {
            sum += each.asInt();
        }
        return IntNode.valueOf(sum);
    }
}
