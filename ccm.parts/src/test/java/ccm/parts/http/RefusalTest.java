package ccm.parts.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
    @ParameterizedTest
    @CsvSource({"404, 404, 0", "429, 429, 1", "503, 503, 1", "-32602, 500, 0", "600, 500, 0"})
    void theCodeOfAMethodIsTheStatusWhenItCanBeOne(int code, int status, long wait) {
        Refusal refusal = Refusal.of(code, "no");
        assertEquals(status, refusal.status());
        assertEquals(wait, refusal.retryAfter());
        assertEquals("{\"code\":" + code + ",\"message\":\"no\"}", refusal.body().toString());
    }
}
