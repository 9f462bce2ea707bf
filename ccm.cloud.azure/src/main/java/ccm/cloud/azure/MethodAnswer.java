package ccm.cloud.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.link.FrameReply;
import ccm.parts.cloud.CallFailure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * What a direct method is answered with.
 *
 * @param status as of HTTP
 * @param body JSON: the result, or an object with the code and the message of an error
 */
record MethodAnswer(int status, String body) {
    static final int WRONG = 400;
    private static final int OK = 200;
    private static final int UNKNOWN = 404;
    private static final int ERRORS_END = 600;
    private static final int MAX_BODY = 128 * 1024;
    private static final String NO_HANDLER = "No handler for";
    private static final ObjectMapper JSON = new ObjectMapper();

    static MethodAnswer error(int status, String message) {
        return error(status, status, message);
    }

    /** Takes an answer apart. */
    static MethodAnswer of(FrameReply reply) {
        if (reply.kind() != FrameReply.Kind.ANSWER) {
            boolean refused = reply.kind() == FrameReply.Kind.INVALID || reply.code() != 0;
            return refused
                    ? error(status(reply.code()), reply.code(), "the call was not taken")
                    : new MethodAnswer(OK, "null");
        }
        try {
            JsonNode frame = JSON.readTree(reply.frame());
            JsonNode error = frame.path("error");
            if (!error.isMissingNode()) {
                int code = error.path("code").asInt(CallFailure.BROKEN);
                return error(status(code), code, error.path("message").asText(""));
            }
            JsonNode result = frame.path("result");
            return result(result.isMissingNode() ? "null" : result.toString());
        } catch (IOException e) { // we wrote it
            return error(CallFailure.BROKEN, "the answer is no JSON");
        }
    }

    /** True when nobody answers to that name. */
    boolean unknown() {
        return status == UNKNOWN && body.contains(NO_HANDLER);
    }

    private static MethodAnswer result(String body) {
        int size = body.getBytes(UTF_8).length;
        return size <= MAX_BODY
                ? new MethodAnswer(OK, body)
                : error(
                        CallFailure.BROKEN,
                        "the answer is " + size + " bytes, a hub takes " + MAX_BODY);
    }

    private static MethodAnswer error(int status, int code, String message) {
        return new MethodAnswer(
                status,
                JSON.createObjectNode().put("code", code).put("message", message).toString());
    }

    /** Codes of the host are its own. */
    private static int status(int code) {
        return code >= WRONG && code < ERRORS_END ? code : CallFailure.BROKEN;
    }
}
