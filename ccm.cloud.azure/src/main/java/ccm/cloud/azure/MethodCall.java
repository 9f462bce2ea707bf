package ccm.cloud.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudMessage;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * One call of a direct method.
 *
 * @param method as the caller names it
 * @param id by which the hub knows the answer again
 */
record MethodCall(String method, String id, byte[] payload, long since) {
    /** The hub waits as long by default. */
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Empty when the message is no call. */
    static Optional<MethodCall> of(CloudMessage message, String prefix) {
        String topic = message.topic();
        int slash = topic.indexOf('/', Math.min(prefix.length(), topic.length()));
        if (!topic.startsWith(prefix) || slash < 0) {
            return Optional.empty();
        }
        return PropertyBag.of(topic.substring(slash + 1))
                .get("$rid")
                .map(
                        id ->
                                new MethodCall(
                                        Percent.decode(topic.substring(prefix.length(), slash)),
                                        id,
                                        message.payload(),
                                        System.nanoTime()));
    }

    /** As many of the hub's seconds as are left. */
    Duration left() {
        return DEADLINE.minusNanos(System.nanoTime() - since);
    }

    /** Some tools take no dot in the name of a method, so an underscore may stand for it. */
    Optional<String> alias() {
        return method.indexOf('.') < 0 && method.indexOf('_') >= 0
                ? Optional.of(method.replace('_', '.'))
                : Optional.empty();
    }

    /**
     * The call as a frame.
     *
     * @throws IOException the payload is no JSON
     */
    byte[] frame(String name) throws IOException {
        JsonNode params = JSON.readTree(payload);
        ObjectNode frame = JSON.createObjectNode();
        frame.put("id", 1);
        frame.put("src", AzureDialect.NAME); // an answer needs one; it goes by the id
        frame.put("method", name);
        if (!params.isMissingNode()) {
            frame.set("params", params);
        }
        return frame.toString().getBytes(UTF_8);
    }
}
