package ccm.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.core.host.Frame.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private final FrameReader reader = new FrameReader(false);

    /** What shipped hosts send, and what a line can do to it. */
    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"id\":1,\"method\":\"RPC.List\"} | CALL",
                "{\"id\": 1, \"method\": \"RPC.List\"} | CALL",
                "{\"id\":null,\"method\":\"RPC.List\"} | CALL",
                "{\"jsonrpc\":\"2.0\",\"id\":\"abc\",\"method\":\"Sum\",\"params\":[2,3]} | CALL",
                "{\"method\":\"Nope\"} | NOTIFICATION",
                "{\"method\": \"Shadow.Report\", \"params\": {\"app\": {\"uptime_ms\":5}} |"
                        + " NOTIFICATION",
                "boot 1.0 {\"id\":1,\"method\":\"RPC.List\"} | CALL",
                "\"\"\"{\"id\":1,\"method\":\"RPC.List\"} | CALL",
                "[12:00:01] {\"id\":1,\"method\":\"RPC.List\"} | CALL",
                "{\"id\":1,\"method\":\"RPC.List\"} and more } of it | CALL",
                "{\"id\":1,\"method\":\"Sys.GetInfo\"}c1b3c9ca | CALL",
                "{\"method\":\"Sys.GetInfo\"}010a4ff9,a,b | NOTIFICATION",
                "{\"method\":\"Sys.GetInfo\"}010a4ff8 | DAMAGED",
                "{\"method\":\"Sys.GetInfo\"}010a | NOTIFICATION",
                "{\"id\":12007,\"result\":5} | RESULT",
                "{\"id\":12007} | RESULT",
                "{\"id\":12007,\"result\":5,\"error\":null} | RESULT",
                "{\"id\":12008,\"error\":{\"code\":-32601,\"message\":\"method not found\"}} |"
                        + " ERROR",
                "{\"error\":{\"code\":-32700,\"message\":\"this is not json\"}} | ECHO",
                "{\"id\":null,\"error\":{\"code\":-32700,\"message\":\"x\"}} | ECHO",
                "{\"id\":9,\"method\":5} | INVALID",
                "{\"id\":9,\"method\":\"\"} | INVALID",
                "{\"id\":9,\"method\":\"M\",\"idem\":\"\"} | INVALID",
                "{\"id\":9,\"method\":\"M\",\"idem\":7} | INVALID",
                "[{\"id\":1,\"method\":\"RPC.List\"}] | BATCH",
                "{} | NOTHING",
                "{\"params\":{}} | NOTHING",
                "5 | NOTHING",
                "\"text\" | NOTHING",
                "this is not json | NOT_JSON",
                "{\"id\":1,\"method\":\"RPC.Li | NOT_JSON",
                "{\"id\":1,\"method\":\"RPC.List\", | NOT_JSON",
                "{\"id\":1,\"method\": | NOT_JSON",
                "{\"id\":1,\"method\":tru | NOT_JSON",
                "{\"id\":1,\"method\":\"Sum\",\"params\":[2,3} | NOT_JSON",
                "{id:1,method:\"Sum\"} | NOT_JSON",
                "{\"id\":1 \"method\":\"Sum\"} | NOT_JSON",
                "} | NOT_JSON",
                "{\"id\":1,\"method\":\"Sum\",\"params\":2e22222222222222222222222} | NOT_JSON",
                "5 6 | NOT_JSON"
            })
    void knowsWhatALineIs(String line, Kind kind) {
        assertEquals(kind, read(line).kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\r", "\t \r", "\u0004", "\"\"\"\u0004\"\"\""})
    void ignoresBlankLinesAndHandshakes(String line) {
        assertEquals(Kind.BLANK, read(line).kind());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "0",
                "-1.5e3",
                "1.50",
                "\"abc\"",
                "\"\\u00e9\\/\"",
                "null",
                "true",
                "9223372036854775808",
                "123456789012345678901234567890",
                "{\"a\":[1, 2]}"
            })
    void keepsTheIdAsItStoodOnTheLine(String id) {
        Frame frame = read("{ \"id\" : " + id + " , \"method\":\"M\"}");

        assertEquals(id, new String(frame.id(), StandardCharsets.UTF_8));
        assertEquals(Kind.CALL, frame.kind());
    }

    @Test
    void keepsTheIdOfALineWithTextInFront() {
        assertEquals("77", text(read("xx {\"method\":\"M\",\"id\":77}").id()));
    }

    @Test
    void forgivesSeveralMissingBracketsAndKeepsEveryValue() {
        Frame frame = read("{\"id\":3,\"method\":\"M\",\"params\":{\"a\":[1,{\"b\":\"}]\\\"\"}");

        assertTrue(frame.forgiven());
        assertEquals("{\"a\":[1,{\"b\":\"}]\\\"\"}]}", frame.value().toString());
        assertEquals("3", text(frame.id()));
    }

    @Test
    void forgivesNothingWhenStrict() {
        Frame frame =
                new FrameReader(true).read(bytes("{\"method\":\"M\",\"params\":{\"a\":1}"), false);

        assertEquals(Kind.NOT_JSON, frame.kind());
    }

    @Test
    void takesParamsUnderTheirOldName() {
        assertEquals("[1]", read("{\"method\":\"M\",\"args\":[1]}").value().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "5", "1E+3", "0.1", "12345678901234567890.5"})
    void keepsNumbersAsTheyAre(String number) {
        Frame frame = read("{\"method\":\"M\",\"params\":" + number + "}");

        assertEquals(number, frame.value().toString());
    }

    @Test
    void saysThatALineIsNotUtf8() {
        byte[] line = bytes("{\"method\":\"M?\"}");
        line[12] = (byte) 0xC3; // begins a character that the quote cannot end

        assertEquals(Kind.NOT_UTF8, reader.read(line, false).kind());
    }

    @Test
    void takesRawUtf8() {
        assertEquals("\"Grüße €\"", read("{\"method\":\"M\",\"params\":\"Grüße €\"}").value() + "");
    }

    @Test
    void doesNotTakeNulsForUtf16() {
        assertEquals(Kind.NOT_JSON, read("{\0\"\0m\0\"\0:\0001\0}\0").kind());
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        String deep = "[".repeat(200) + "]".repeat(200);

        assertEquals(Kind.NOT_JSON, read("{\"method\":\"M\",\"params\":" + deep + "}").kind());
        assertEquals(Kind.NOT_JSON, read("{\"method\":\"M\",\"params\":" + "[".repeat(200)).kind());
    }

    /** Once checksums are in use, a damaged line must not pass for a sloppy one. */
    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"id\":1,\"method\":\"Sys.GetInfo\"}c1b3c9ca | CALL",
                "{\"id\":1,\"method\":\"Sys.GetInfo\"} | CALL",
                "{\"id\":1,\"method\":\"Sys.GetInfo\"}c1b3c9cb | DAMAGED",
                "{\"id\":1,\"method\":\"Sys.GetInfo\"}c1b3c9cx | DAMAGED",
                "{\"id\":1,\"method\":\"Sys.GetInfo\"}c1b3c9c | DAMAGED",
                "{\"id\":1,\"method\":\"Sys.GetInfo\"}c1b3c9c} | DAMAGED",
                "{\"method\":\"M\",\"params\":{\"a\":1} | NOT_JSON"
            })
    void wantsWholeFramesOnceChecksumsAreInUse(String line, Kind kind) {
        assertEquals(kind, reader.read(bytes(line), true).kind());
    }

    @Test
    void marksFramesWithAChecksum() {
        assertTrue(read("{\"method\":\"Sys.GetInfo\"}010a4ff9").checked());
        assertFalse(read("{\"method\":\"Sys.GetInfo\"}").checked());
    }

    private Frame read(String line) {
        return reader.read(bytes(line), false);
    }

    private static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
