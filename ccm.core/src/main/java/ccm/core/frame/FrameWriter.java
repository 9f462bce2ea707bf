package ccm.core.frame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;

/**
 * Writes frames: compact, raw UTF-8, the members in mjson's order, ids as the raw tokens they came
 * as. An answer is made of its id and a body, so that a stored body can go out under another id.
 */
public final class FrameWriter {
    private static final byte[] NULL_ID = ascii("null");
    private static final byte[] ID = ascii("{\"id\":");
    private static final byte[] COMMA = ascii(",");
    private static final byte[] RESULT = ascii("\"result\":");
    private static final byte[] NULL_RESULT = ascii("\"result\":null"); // what most methods answer
    private static final byte[] ERROR = ascii("\"error\":{\"code\":");
    private static final byte[] MESSAGE = ascii(",\"message\":");
    private static final byte[] METHOD = ascii("{\"method\":");
    private static final byte[] CALL_METHOD = ascii(",\"method\":");
    private static final byte[] PARAMS = ascii(",\"params\":");
    private static final byte[] CLOSE = ascii("}");

    private FrameWriter() {}

    /** {@code "result":…} */
    public static byte[] result(JsonNode result) throws JsonProcessingException {
        return result.isNull() ? NULL_RESULT : join(RESULT, Json.bytes(result));
    }

    /** {@code "error":{…}} */
    public static byte[] error(int code, String message) {
        return join(ERROR, ascii(Integer.toString(code)), MESSAGE, text(message), CLOSE);
    }

    /** {@code "error":{…}} without a message when there is none, as network channels have it. */
    public static byte[] networkError(int code, String message) {
        return message.isEmpty()
                ? join(ERROR, ascii(Integer.toString(code)), CLOSE)
                : error(code, message);
    }

    /** An answer; its id is null when it has none. */
    public static byte[] answer(byte[] id, byte[] body) {
        return join(ID, id.length == 0 ? NULL_ID : id, COMMA, body, CLOSE);
    }

    public static byte[] notification(String method, JsonNode params)
            throws JsonProcessingException {
        return params.isMissingNode()
                ? join(METHOD, text(method), CLOSE)
                : join(METHOD, text(method), PARAMS, Json.bytes(params), CLOSE);
    }

    public static byte[] call(int id, String method, JsonNode params)
            throws JsonProcessingException {
        byte[] digits = ascii(Integer.toString(id));
        return params.isMissingNode()
                ? join(ID, digits, CALL_METHOD, text(method), CLOSE)
                : join(ID, digits, CALL_METHOD, text(method), PARAMS, Json.bytes(params), CLOSE);
    }

    /** A text as JSON, whatever is in it. */
    public static byte[] text(String text) {
        try {
            return Json.bytes(TextNode.valueOf(text));
        } catch (JsonProcessingException e) { // half of a surrogate pair in it
            byte[] repaired = text.getBytes(StandardCharsets.UTF_8); // makes a ? of it
            return text(new String(repaired, StandardCharsets.UTF_8));
        }
    }

    /** The bytes of a text that is ASCII. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** All of them, one behind the other. */
    public static byte[] join(byte[]... pieces) {
        int length = 0;
        for (byte[] piece : pieces) {
            length += piece.length;
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        return whole;
    }
}
