package ccm.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudMessage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts fit into the host's buffer and give the message again. */
class HostFramesTest {
    @ParameterizedTest
    @ValueSource(ints = {160, 255, 4096})
    void partsOfATextFitAndGiveItAgain(int maxFrame) {
        String text = "ä\"\\\u0001\n😀 plain ".repeat(150);
        List<ObjectNode> parts = parts(text.getBytes(UTF_8), maxFrame);
        assertTrue(parts.stream().allMatch(part -> frame(part) <= maxFrame));
        assertEquals(
                text,
                parts.stream()
                        .map(part -> part.path("message").asText())
                        .collect(Collectors.joining()));
    }

    @Test
    void partsOfBinaryAreDecodedOneByOne() throws Exception {
        byte[] payload = new byte[1000];
        new Random(7).nextBytes(payload);
        payload[0] = (byte) 0xff; // never UTF-8
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        for (ObjectNode part : parts(payload, 255)) {
            assertEquals("base64", part.path("encoding").asText());
            assertTrue(frame(part) <= 255);
            again.write(Base64.getDecoder().decode(part.path("message").asText()));
        }
        assertArrayEquals(payload, again.toByteArray());
    }

    @Test
    void thereAreNoneWhenTheTopicAloneFillsTheFrame() {
        CloudMessage message = new CloudMessage("t".repeat(200), new byte[500], 1, false);
        assertEquals(List.of(), HostFrames.parts(message, 255));
    }

    private static List<ObjectNode> parts(byte[] payload, int maxFrame) {
        return HostFrames.parts(new CloudMessage("a/b", payload, 1, false), maxFrame);
    }

    /** With everything that the link may put around it. */
    private static int frame(ObjectNode params) {
        String frame =
                "{\"jsonrpc\":\"2.0\",\"method\":\"MQTT.MessagePart\",\"params\":"
                        + params
                        + "}00000000";
        return frame.getBytes(UTF_8).length;
    }
}
