package ccm.parts.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{} {}", "x", "1E22222222222222222222", "{\"a\":1e\u00e4}"})
    void whatIsNoJsonIsNothing(String text) {
        assertEquals(Optional.empty(), Json.read(bytes(text)));
    }

    @Test
    void whatIsNestedTooDeepIsNothing() {
        assertEquals(Optional.empty(), Json.read(bytes("[".repeat(101) + "]".repeat(101))));
        assertEquals(true, Json.read(bytes("[".repeat(99) + "]".repeat(99))).isPresent());
    }

    @Test
    void anObjectIsOneAndHasMembers() {
        assertEquals(Optional.empty(), Json.readObject(bytes("[]")));
        String text = "{\"a\":{\"b\":18446744073709551616.5}}";
        var read = Json.readObject(bytes(text)).orElseThrow();
        assertEquals(text, new String(Json.bytes(read), StandardCharsets.UTF_8));
        assertEquals(1, Json.object(read, "a").size());
        assertEquals(Json.object(), Json.object(read, "b"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
