package ccm.cloud.mdash;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** Writes and reads frames of JSON-RPC as this server wants them. */
final class DashFrames {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int PREFIX = 8;

    private final DashSettings settings;
    private final String device;

    /**
     * Makes one.
     *
     * @param device its id here
     */
    DashFrames(DashSettings settings, String device) {
        this.settings = settings;
        this.device = device;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** A call; with id 0 it wants no answer. */
    String call(long id, String method, JsonNode params) {
        ObjectNode frame = object();
        if (id != 0) {
            frame.put("id", id);
        }
        if (settings.frames().key()) {
            frame.put("src", source()).put("dst", settings.server()).put("key", settings.token());
        }
        return frame.put("method", method).set("params", params).toString();
    }

    /** What an answer begins with. */
    ObjectNode answer(JsonNode id, JsonNode caller) {
        ObjectNode frame = object();
        frame.set("id", id);
        if (settings.frames().key()) {
            frame.put("src", source());
        }
        if (caller.isTextual()) {
            frame.set("dst", caller);
        }
        return frame;
    }

    /** Reads one; white space around it is nothing. Empty when it is no JSON object in UTF-8. */
    static Optional<ObjectNode> read(byte[] frame) {
        try {
            return JSON.readTree(text(frame).orElse("")) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JsonProcessingException e) { // no JSON, or nested too deeply
            return Optional.empty();
        }
    }

    /** Empty when it is no UTF-8. */
    static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    static int size(String frame) {
        return frame.getBytes(UTF_8).length;
    }

    /** As first devices did: what the token begins with, and our id. */
    private String source() {
        String token = settings.token();
        int dash = token.indexOf('-');
        String prefix =
                dash >= 0
                        ? token.substring(0, dash)
                        : token.substring(0, Math.min(PREFIX, token.length()));
        return prefix + "-" + device;
    }
}
