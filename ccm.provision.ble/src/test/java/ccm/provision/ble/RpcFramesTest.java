package ccm.provision.ble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.rpc.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcFramesTest {
    private static final int ROUNDS = Boolean.getBoolean("ccm.long") ? 2_000_000 : 20_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FRAME =
            "{\"id\":12,\"src\":\"app\",\"tag\":\"t\",\"method\":\"Config.Set\","
                    + "\"params\":{\"config\":{\"wifi\":{\"sta\":{\"ssid\":\"\u00e4\"}}}}}";

    private final RpcFrames frames = new RpcFrames("ccm_1");

    @Test
    void repeatsWhatTheCallerGave() {
        RpcFrame frame = RpcFrames.read(Site.text(FRAME));
        assertEquals("Config.Set", frame.method());
        assertEquals(
                "{\"id\":12,\"src\":\"ccm_1\",\"dst\":\"app\",\"tag\":\"t\",\"result\":null}",
                text(frames.result(frame, JSON.nullNode())));
        assertEquals(
                "{\"id\":12,\"src\":\"ccm_1\",\"dst\":\"app\",\"tag\":\"t\","
                        + "\"error\":{\"code\":403,\"message\":\"no\"}}",
                text(frames.error(frame, RpcException.FORBIDDEN, "no")));
    }

    @Test
    void keepsLargeNumbersAndOldParams() {
        RpcFrame frame =
                RpcFrames.read(
                        Site.text("{\"id\":18446744073709551616,\"method\":\"X\",\"args\":[1]}"));
        assertTrue(text(frames.result(frame, frame.params())).contains("18446744073709551616"));
        assertEquals("[1]", frame.params().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "[]",
                "null",
                "{}",
                "{\"id\":1}",
                "{\"method\":5}",
                "{\"method\":\"\"}",
                "{\"id\":[],\"method\":\"X\"}",
                "{\"id\":1.5,\"method\":\"X\"}",
                "{\"method\":\"X\"} {}",
                "{\"method\":\"X\"",
                "\u0000{\"method\":\"X\"}"
            })
    void saysWhatIsWrong(String text) {
        RpcFrame frame = RpcFrames.read(Site.text(text));
        assertFalse(frame.wrong().isEmpty(), text);
        assertTrue(frame.wantsAnswer());
        assertTrue(text(frames.refusal(frame)).contains("\"code\":400"));
    }

    @Test
    void saysNothingToAnAnswer() {
        RpcFrame frame = RpcFrames.read(Site.text("{\"id\":1,\"result\":{}}"));
        assertEquals("", frame.method() + frame.wrong());
    }

    @Test
    void isNotHurtByDepth() {
        String deep = "{\"method\":\"X\",\"params\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}";
        assertFalse(RpcFrames.read(Site.text(deep)).wrong().isEmpty());
    }

    /** Frames that were damaged in many ways are understood or refused, and the answer is JSON. */
    @Test
    void standsAnyBytes() throws Exception {
        Random random = new Random(6);
        byte[] good = Site.text(FRAME);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = Arrays.copyOf(good, 1 + random.nextInt(good.length));
            for (int i = random.nextInt(4); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            RpcFrame frame = RpcFrames.read(bytes);
            byte[] answer =
                    frame.wrong().isEmpty()
                            ? frames.result(
                                    frame,
                                    frame.params().isMissingNode()
                                            ? JSON.nullNode()
                                            : frame.params())
                            : frames.refusal(frame);
            JsonNode read = JSON.readTree(answer);
            assertEquals("ccm_1", read.path("src").asText());
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
