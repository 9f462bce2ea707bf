package ccm.parts.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter22",
                "{\"pass\":hunter22}",
                "{\"pass\":\"hunter22\" \"x\"}",
                "{\"pass\":\"hunter22",
                "{\"hunter22\":1,}",
                "[\"hunter22\"] hunter22",
                "\"hunter22\\q\""
            })
    void aBodyThatIsWrongIsNotShown(String body) {
        String words = assertThrows(Refusal.class, () -> Json.body(bytes(body))).body().toString();
        assertTrue(words.contains("\"code\":400,\"message\":\"not JSON at line 1, column "), words);
        assertFalse(words.contains("hunter") || words.contains("'"), words);
    }

    @Test
    void aBodyThatMayBeShownIs() {
        Refusal refusal = assertThrows(Refusal.class, () -> Json.shownBody(bytes("{\n x}")));
        assertTrue(
                refusal.getMessage().startsWith("not JSON at line 2, column 2: Unexpected char"),
                refusal.getMessage());
    }

    @Test
    void anEmptyBodyIsMissing() throws Exception {
        assertTrue(Json.body(new byte[0]).isMissingNode());
        assertTrue(Json.text("no JSON").isMissingNode());
    }

    @Test
    void numbersStayAsTheyAreWritten() throws Exception {
        String text = "{\"a\":21.50,\"b\":18446744073709551616}";
        assertEquals(text, text(Json.bytes(Json.body(bytes(text)))));
    }

    @Test
    void aStringIsAnsweredBare() {
        assertEquals("a\"b\r\n", text(Json.line(Json.bare(TextNode.valueOf("a\"b")))));
        assertEquals("\"a\\\"b\"", text(Json.bytes(TextNode.valueOf("a\"b"))));
        assertEquals("null", text(Json.bare(MissingNode.getInstance())));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
