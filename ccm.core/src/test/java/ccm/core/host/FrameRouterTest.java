package ccm.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.rpc.RpcException;
import ccm.core.host.Counters.Counter;
import ccm.parts.frames.FrameCrc;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Quiet.class)
class FrameRouterTest {
    private final RecordingLink uart = new RecordingLink("UART");
    private final RecordingLink local = new RecordingLink("local");
    @TempDir File folder;
    private Gateway gateway;

    @BeforeEach
    void open() {
        gateway = new Gateway(folder);
        gateway.methods.add("Sum", call -> sum(call.params()));
        gateway.methods.add("Null", call -> NullNode.instance);
    }

    @AfterEach
    void close() throws InterruptedException {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"id\":1,\"method\":\"Sum\",\"params\":[2,3]} | {\"id\":1,\"result\":5}",
                "{\"id\":\"abc\",\"method\":\"Null\"} | {\"id\":\"abc\",\"result\":null}",
                "{\"id\":null,\"method\":\"Null\"} | {\"id\":null,\"result\":null}",
                "{\"id\":-1.5e3,\"method\":\"Null\"} | {\"id\":-1.5e3,\"result\":null}",
                "{\"id\":18446744073709551616,\"method\":\"sum\"} |"
                        + " {\"id\":18446744073709551616,\"result\":0}",
                "{\"id\":2,\"method\":\"Nope\"} |"
                        + " {\"id\":2,\"error\":{\"code\":-32601,\"message\":\"Nope: method not"
                        + " found\"}}",
                "{\"id\":9,\"method\":5} | {\"id\":9,\"error\":{\"code\":-32600,\"message\":\"method"
                        + " is 5, must be a name\"}}",
                "[{\"id\":1,\"method\":\"Null\"}] |"
                        + " {\"id\":null,\"error\":{\"code\":-32600,\"message\":\"batches are not taken."
                        + " Send one by one.\"}}",
                "this is not json | {\"id\":null,\"error\":{\"code\":-32700,\"message\":\"line of 16"
                        + " bytes is not JSON at byte 1\"}}",
                "{\"id\":4,\"method\":\"Sum\",\"params\":[2,3 | {\"id\":4,\"result\":5}"
            })
    void answersExactly(String line, String answer) {
        assertTrue(gateway.feed(uart, line));

        assertEquals(List.of(answer), uart.lines());
    }

    /** Answering any of these would loop with hosts that do not understand errors. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"method\":\"Nope\"}",
                "{\"method\":5}",
                "{\"method\":\"Sum\",\"params\":[2,3]}",
                "{\"error\":{\"code\":-32700,\"message\":\"this is not json\"}}",
                "{\"id\":null,\"error\":{\"code\":-32700,\"message\":\"x\"}}",
                "{\"id\":12008,\"error\":{\"code\":-32601,\"message\":\"method not found\"}}",
                "{\"id\":12007,\"result\":5}",
                "{\"id\":12007}",
                "{}",
                "12",
                "\r",
                "\u0004",
                "{\"id\":1,\"method\":\"Null\"}00000000"
            })
    void neverAnswers(String line) {
        assertTrue(gateway.feed(uart, line));

        assertEquals(List.of(), uart.lines());
    }

    @Test
    void noiseDoesNotSpoilTheNextFrame() {
        uart("binary \u0001 noise");
        uart("{\"id\":1,\"meth");
        uart("{\"id\":1,\"method\":\"Null\"}");

        assertEquals("{\"id\":1,\"result\":null}", last());
        assertEquals(2, gateway.count(uart, Counter.NOT_JSON));
    }

    @Test
    void answersFewLinesOfEndlessNoise() {
        for (int i = 0; i < 1000; i++) {
            uart("noise");
        }

        assertTrue(uart.lines().size() <= 20, "sent " + uart.lines().size());
        assertEquals(1000, gateway.count(uart, Counter.NOT_JSON));
        assertEquals(1000 - uart.lines().size(), gateway.count(uart, Counter.ERRORS_HELD_BACK));
    }

    @Test
    void complainsOnceOfALineThatTheLinkCouldNotTake() {
        gateway.router.onGarbage(uart, "line longer than 65536 bytes");

        assertEquals(
                List.of(
                        "{\"id\":null,\"error\":{\"code\":-32700,\"message\":\"line longer than"
                                + " 65536 bytes\"}}"),
                uart.lines());
        assertEquals(1, gateway.count(uart, Counter.GARBAGE));
    }

    @Test
    void dropsWhatIsNotUtf8WithoutAWord() {
        byte[] line = "{\"id\":1,\"method\":\"Null?\"}".getBytes(StandardCharsets.UTF_8);
        line[line.length - 3] = (byte) 0xFF;

        assertTrue(gateway.router.onFrame(uart, line));

        assertEquals(List.of(), uart.lines());
        assertEquals(1, gateway.count(uart, Counter.NOT_UTF8));
    }

    @Test
    void sendsChecksumsOnceItHasSeenOne() {
        uart("{\"id\":1,\"method\":\"Null\"}");
        gateway.router.onFrame(uart, checked("{\"id\":2,\"method\":\"Null\"}"));
        uart("{\"id\":3,\"method\":\"Null\"}");

        assertEquals(
                List.of(
                        "{\"id\":1,\"result\":null}",
                        text(checked("{\"id\":2,\"result\":null}")),
                        text(checked("{\"id\":3,\"result\":null}"))),
                uart.lines());
    }

    @Test
    void countsFramesWithAWrongChecksumAndDoesNotRunThem() {
        AtomicInteger runs = count("Run");

        uart("{\"id\":1,\"method\":\"Run\"}deadbeef");

        assertEquals(0, runs.get());
        assertEquals(1, gateway.count(uart, Counter.CRC_MISMATCHES));
    }

    @Test
    void answersLaterWhatIsDoneLater() {
        CompletableFuture<JsonNode> first = new CompletableFuture<>();
        gateway.methods.addDeferred("Later", call -> first);

        uart("{\"id\":1,\"method\":\"Later\"}");
        uart("{\"id\":2,\"method\":\"Null\"}");
        assertEquals(List.of("{\"id\":2,\"result\":null}"), uart.take());
        first.complete(IntNode.valueOf(7));

        assertEquals(List.of("{\"id\":1,\"result\":7}"), uart.lines());
    }

    @Test
    void tellsAFailureByItsCodeAndText() {
        gateway.methods.addDeferred(
                "Full", call -> CompletableFuture.failedFuture(RpcException.limit("outbox: full")));

        uart("{\"id\":1,\"method\":\"Full\"}");

        assertEquals("{\"id\":1,\"error\":{\"code\":-32000,\"message\":\"outbox: full\"}}", last());
    }

    @Test
    void hidesTheInsidesOfAnUnexpectedFailureButLogsThem() {
        Quiet.expectErrors();
        gateway.methods.add(
                "Broken",
                call -> {
                    throw new IllegalStateException("secret");
                });

        uart("{\"id\":1,\"method\":\"Broken\"}");
        uart("{\"id\":2,\"method\":\"Broken\"}");

        assertEquals(
                "{\"id\":2,\"error\":{\"code\":-32603,\"message\":\"Broken: failed inside"
                        + " (IllegalStateException). The log says more.\"}}",
                last());
        assertEquals(1, Quiet.errors().size());
    }

    @Test
    void tellsAHostThatAnAnswerIsTooLargeForIt() {
        gateway.methods.add("Big", call -> TextNode.valueOf("x".repeat(300)));

        uart("{\"id\":1,\"method\":\"Big\"}");

        assertEquals(
                "{\"id\":1,\"error\":{\"code\":-32000,\"message\":\"the answer has 320 bytes,"
                        + " host.rpc.max_frame_out is 255. Ask for less.\"}}",
                last());
        assertEquals(1, gateway.count(uart, Counter.TOO_LARGE));
    }

    @Test
    void countsTheLimitInBytesOnTheLine() {
        gateway.methods.add("Fit", call -> TextNode.valueOf("é".repeat(call.params().intValue())));

        uart("{\"id\":10,\"method\":\"Fit\",\"params\":117}"); // 19 + 2 * 117 + 2 = 255
        uart("{\"id\":11,\"method\":\"Fit\",\"params\":118}");

        assertEquals(255, uart.lines().get(0).getBytes(StandardCharsets.UTF_8).length);
        assertTrue(last().contains("-32000"), last());
    }

    @Test
    void cutsTheTextOfAnErrorToWhatAHostTakes() {
        gateway.methods.add(
                "Talk",
                call -> {
                    throw RpcException.invalidParams("\"".repeat(400));
                });

        uart("{\"id\":1,\"method\":\"Talk\"}");

        assertTrue(last().length() <= 255, last());
        assertTrue(
                last().startsWith("{\"id\":1,\"error\":{\"code\":-32602,\"message\":\""), last());
    }

    @Test
    void setsOthersNoLimit() {
        gateway.methods.add("Big", call -> TextNode.valueOf("x".repeat(3000)));

        gateway.feed(local, "{\"id\":1,\"method\":\"Big\"}");

        assertEquals(3020, local.lines().get(0).length());
    }

    @Test
    void countsNotificationsThatCannotBeCarriedOut() {
        uart("{\"method\":\"Nope\"}");
        uart("{\"method\":\"Nope\"}");

        assertEquals(2, gateway.count(uart, Counter.BAD_NOTIFICATIONS));
        assertEquals(2, gateway.count(uart, Counter.FRAMES_IN));
    }

    @Test
    void beginsWithAnEmptyLineWhenTheHostMayHoldAPiece() {
        uart("{\"id\":1,\"method\":\"Null\"}");
        uart("{\"id\":2,\"method\":\"Null\"}");
        assertEquals(1, uart.emptyLines());

        gateway.router.onGarbage(uart, "overrun");
        uart("{\"id\":3,\"method\":\"Null\"}");

        assertEquals(2, uart.emptyLines());
    }

    @Test
    void takesNothingFromAHostThatIsSwitchedOff() throws InterruptedException {
        gateway.close();
        gateway = new Gateway(folder, "enable", false);
        AtomicInteger runs = count("Run");

        assertTrue(gateway.feed(uart, "{\"id\":1,\"method\":\"Run\"}"));
        assertTrue(gateway.feed(local, "{\"id\":1,\"method\":\"Run\"}"));

        assertEquals(1, runs.get());
        assertEquals(List.of(), uart.lines());
    }

    @Test
    void showsWhatWasCounted() {
        uart("{\"error\":{\"code\":-32700,\"message\":\"?\"}}");
        uart("{\"id\":5,\"result\":5}");

        JsonNode status =
                new LinkStatus(gateway.router)
                        .call(
                                new ccm.api.rpc.RpcCall(
                                        "Link.Status", NullNode.instance, local.peer(), false));

        assertEquals(
                "[{\"channel\":\"UART\",\"address\":\"/dev/UART\",\"up\":true,\"crc\":false,"
                        + "\"frames_in\":2,\"error_echoes\":1,\"late_answers\":1}]",
                status.toString());
    }

    private AtomicInteger count(String method) {
        AtomicInteger runs = new AtomicInteger();
        gateway.methods.add(method, call -> IntNode.valueOf(runs.incrementAndGet()));
        return runs;
    }

    private void uart(String line) {
        assertTrue(gateway.feed(uart, line), line);
    }

    private String last() {
        return uart.lines().get(uart.lines().size() - 1);
    }

    private static JsonNode sum(JsonNode params) {
        int sum = 0;
        for (JsonNode each : params) {
            sum += each.asInt();
        }
        return IntNode.valueOf(sum);
    }

    private static byte[] checked(String frame) {
        return FrameCrc.append(frame.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }
}
