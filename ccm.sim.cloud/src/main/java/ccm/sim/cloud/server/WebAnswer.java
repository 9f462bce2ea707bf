package ccm.sim.cloud.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;

/** An HTTP answer. */
public record WebAnswer(int status, String type, byte[] body, Map<String, String> headers) {
    /** JSON. */
    public static WebAnswer json(int status, JsonNode body) {
        return new WebAnswer(status, "application/json", bytes(body + "\n"), Map.of());
    }

    /** JSON, and all is well. */
    public static WebAnswer json(JsonNode body) {
        return json(200, body);
    }

    /** Plain text. */
    public static WebAnswer text(int status, String body) {
        return new WebAnswer(status, "text/plain; charset=utf-8", bytes(body), Map.of());
    }

    /** {@code {"error":…}}. */
    public static WebAnswer error(int status, String why) {
        return json(status, JsonNodeFactory.instance.objectNode().put("error", why));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
