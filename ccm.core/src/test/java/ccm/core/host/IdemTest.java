package ccm.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.rpc.RpcException;
import ccm.core.frame.IdemAnswers;
import ccm.core.host.Counters.Counter;
import ccm.parts.frames.FrameCrc;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Quiet.class)
class IdemTest {
    private final RecordingLink uart = new RecordingLink("UART");
    private final RecordingLink local = new RecordingLink("local");
    private final AtomicInteger runs = new AtomicInteger();
    @TempDir File folder;
    private Gateway gateway;

    @BeforeEach
    void open() {
        gateway = new Gateway(folder);
        gateway.methods.add("Run", call -> IntNode.valueOf(runs.incrementAndGet()));
    }

    @AfterEach
    void close() throws InterruptedException {
        gateway.close();
    }

    @Test
    void aRepeatedRequestGetsTheFirstAnswerUnderItsOwnId() {
        uart("{\"id\":1,\"method\":\"Run\",\"idem\":\"k\"}");
        uart("{\"id\":2,\"method\":\"Run\",\"idem\":\"k\"}");
        uart("{\"id\":3,\"method\":\"Run\",\"idem\":\"other\"}");

        assertEquals(
                List.of(
                        "{\"id\":1,\"result\":1}",
                        "{\"id\":2,\"result\":1}",
                        "{\"id\":3,\"result\":2}"),
                uart.lines());
        assertEquals(1, gateway.count(uart, Counter.REPEATS));
    }

    @Test
    void aRepeatedNotificationRunsOnce() {
        uart("{\"method\":\"Run\",\"idem\":\"k\"}");
        uart("{\"method\":\"Run\",\"idem\":\"k\"}");

        assertEquals(1, runs.get());
        assertEquals(List.of(), uart.lines());
    }

    @Test
    void aRepeatWaitsForTheFirstThatStillRuns() {
        CompletableFuture<JsonNode> first = new CompletableFuture<>();
        AtomicInteger started = new AtomicInteger();
        gateway.methods.addDeferred(
                "Slow",
                call -> {
                    started.incrementAndGet();
                    return first;
                });

        uart("{\"id\":1,\"method\":\"Slow\",\"idem\":\"k\"}");
        uart("{\"id\":2,\"method\":\"Slow\",\"idem\":\"k\"}");
        assertEquals(List.of(), uart.lines());
        first.complete(IntNode.valueOf(9));

        assertEquals(1, started.get());
        assertEquals(List.of("{\"id\":1,\"result\":9}", "{\"id\":2,\"result\":9}"), uart.lines());
    }

    @Test
    void kindsOfChannelsDoNotShareKeys() {
        uart("{\"id\":1,\"method\":\"Run\",\"idem\":\"k\"}");
        gateway.feed(local, "{\"id\":1,\"method\":\"Run\",\"idem\":\"k\"}");

        assertEquals(2, runs.get());
    }

    @Test
    void aRefusalThatMayPassIsTriedAgainAndAnotherIsKept() {
        gateway.methods.add("Full", call -> fail(RpcException.limit("outbox: full")));
        gateway.methods.add("Wrong", call -> fail(RpcException.invalidParams("qos is 2")));

        uart("{\"id\":1,\"method\":\"Full\",\"idem\":\"f\"}");
        uart("{\"id\":2,\"method\":\"Full\",\"idem\":\"f\"}");
        uart("{\"id\":3,\"method\":\"Wrong\",\"idem\":\"w\"}");
        uart("{\"id\":4,\"method\":\"Wrong\",\"idem\":\"w\"}");

        assertEquals(3, runs.get());
        assertTrue(uart.lines().get(3).startsWith("{\"id\":4,\"error\":{\"code\":-32602"));
    }

    @Test
    void keysAreForgottenAfterTheWindow() {
        AtomicLong nanos = new AtomicLong();
        IdemAnswers answers = new IdemAnswers(Duration.ofSeconds(600), nanos::get);
        assertTrue(first(answers.begin("k", body -> {})));
        answers.finish("k", new byte[] {1}, true);

        nanos.addAndGet(Duration.ofSeconds(599).toNanos());
        assertFalse(first(answers.begin("k", body -> {})));
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertTrue(first(answers.begin("k", body -> {})));
    }

    @Test
    void onlyTheLastTenThousandKeysAreKept() {
        IdemAnswers answers = new IdemAnswers(Duration.ofSeconds(600), () -> 0);
        for (int i = 0; i <= 10_000; i++) {
            assertTrue(first(answers.begin("k" + i, body -> {})));
            answers.finish("k" + i, new byte[] {1}, true);
        }

        assertEquals(10_000, answers.kept().size());
        assertTrue(first(answers.begin("k0", body -> {})));
        assertFalse(first(answers.begin("k10000", body -> {})));
    }

    @Test
    void largeAnswersDoNotFillTheMemory() {
        IdemAnswers answers = new IdemAnswers(Duration.ofSeconds(600), () -> 0);
        for (int i = 0; i < 100; i++) {
            answers.begin("k" + i, body -> {});
            answers.finish("k" + i, new byte[1 << 20], true);
        }

        assertTrue(answers.kept().size() <= 4);
        assertFalse(first(answers.begin("k99", body -> {})));
    }

    @Test
    void aWindowOfZeroTurnsItOff() throws InterruptedException {
        gateway.close();
        gateway = new Gateway(folder, "idem_window_s", 0);
        gateway.methods.add("Run", call -> IntNode.valueOf(runs.incrementAndGet()));

        uart("{\"id\":1,\"method\":\"Run\",\"idem\":\"k\"}");
        uart("{\"id\":2,\"method\":\"Run\",\"idem\":\"k\"}");

        assertEquals(2, runs.get());
    }

    @Test
    void aSwapOfTheCoreForgetsNothing() throws InterruptedException {
        uart("{\"id\":1,\"method\":\"Run\",\"idem\":\"k\"}");
        gateway.close();
        open();
        uart("{\"id\":2,\"method\":\"Run\",\"idem\":\"k\"}");

        assertEquals(1, runs.get());
        assertEquals("{\"id\":2,\"result\":1}", uart.lines().get(1));
    }

    @Test
    void aTornFileOfKeptAnswersIsNoReasonToFail() throws Exception {
        uart("{\"id\":1,\"method\":\"Run\",\"idem\":\"k\"}");
        gateway.close();
        java.nio.file.Path file = new File(folder, "idem").toPath();
        byte[] whole = java.nio.file.Files.readAllBytes(file);
        java.nio.file.Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
        open();

        uart("{\"id\":2,\"method\":\"Run\",\"idem\":\"k\"}");

        assertEquals(2, runs.get());
    }

    /** 20 000 calls over a line that damages one frame in 20 and loses one answer in 20. */
    @Test
    void everyRetriedCallTakesEffectExactlyOnceOverABadLine() {
        Map<String, Integer> effects = new HashMap<>();
        gateway.methods.add(
                "Do",
                call -> {
                    effects.merge(call.params().path("n").asText(), 1, Integer::sum);
                    return call.params().path("n");
                });
        Random random = new Random(20_000);
        gateway.router.onFrame(uart, checked("{\"id\":0,\"method\":\"Run\"}"));
        List<String> unanswered = new ArrayList<>();
        for (int n = 1; n <= 20_000; n++) {
            if (!answered(n, random)) {
                unanswered.add("k" + n);
            }
        }

        assertEquals(List.of(), unanswered);
        assertEquals(20_000, effects.size());
        assertTrue(effects.values().stream().allMatch(count -> count == 1));
        assertTrue(gateway.count(uart, Counter.REPEATS) > 500);
        assertTrue(gateway.count(uart, Counter.CRC_MISMATCHES) > 500);
    }

    private boolean answered(int n, Random random) {
        String answer = text(checked("{\"id\":" + n + ",\"result\":" + n + "}"));
        for (int attempt = 0; attempt < 50; attempt++) {
            byte[] line =
                    checked(
                            "{\"id\":"
                                    + n
                                    + ",\"method\":\"Do\",\"idem\":\"k"
                                    + n
                                    + "\",\"params\":{\"n\":"
                                    + n
                                    + "}}");
            if (random.nextInt(20) == 0) {
                damage(line, random);
            }
            gateway.router.onFrame(uart, line);
            boolean arrived = uart.take().contains(answer);
            if (arrived && random.nextInt(20) != 0) {
                return true;
            }
        }
        return false;
    }

    private static void damage(byte[] line, Random random) {
        for (int hit = 0; hit <= random.nextInt(4); hit++) {
            line[random.nextInt(line.length)] = (byte) random.nextInt(128);
        }
    }

    private JsonNode fail(RpcException error) throws RpcException {
        runs.incrementAndGet();
        throw error;
    }

    private void uart(String line) {
        assertTrue(gateway.feed(uart, line));
    }

    private static byte[] checked(String frame) {
        return FrameCrc.append(frame.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }

    private static boolean first(IdemAnswers.Turn turn) {
        return turn == IdemAnswers.Turn.FIRST;
    }
}
