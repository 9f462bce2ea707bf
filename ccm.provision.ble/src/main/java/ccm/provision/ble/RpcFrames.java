package ccm.provision.ble;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the frames of clients, and writes those for them. */
final class RpcFrames {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER = 40;
    private static final int MAX_ID = 64;
    private static final int BAD_REQUEST = 400;
    private static final ObjectMapper JSON =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxNumberLength(MAX_NUMBER)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final String self;

    /**
     * Makes it.
     *
     * @param self what answers say of their sender
     */
    RpcFrames(String self) {
        this.self = self;
    }

    /** Understands a frame; what is no frame says so of itself. */
    static RpcFrame read(byte[] frame) {
        JsonNode read;
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(frame)).toString();
            read = JSON.readTree(text);
        } catch (CharacterCodingException e) {
            return wrong("frame of " + frame.length + " bytes is not UTF-8");
        } catch (JsonProcessingException e) {
            return wrong("frame of " + frame.length + " bytes is not JSON");
        } catch (NumberFormatException e) { // an exponent of a hundred digits
            return wrong("frame of " + frame.length + " bytes has a number that is too large");
        }
        return read.isObject()
                ? read(read)
                : wrong("a frame is an object, such as {\"id\":1,\"method\":\"RPC.Ping\"}");
    }

    private static RpcFrame read(JsonNode frame) {
        JsonNode id = frame.path("id");
        JsonNode method = frame.path("method");
        JsonNode params = frame.has("params") ? frame.path("params") : frame.path("args");
        boolean answer = method.isMissingNode() && (frame.has("result") || frame.has("error"));
        boolean known = (id.isIntegralNumber() || id.isTextual()) && id.asText().length() <= MAX_ID;
        String wrong = "";
        if (!id.isMissingNode() && !known) {
            wrong = "id must be an integer or a string of at most " + MAX_ID + " characters";
        } else if (!answer && (!method.isTextual() || method.textValue().isEmpty())) {
            wrong = "method must be a string";
        }
        return new RpcFrame(
                known ? id : MissingNode.getInstance(),
                frame.path("src").asText(""),
                frame.path("tag").asText(""),
                method.asText(""),
                params,
                wrong);
    }

    /** The frame that answers a call. */
    byte[] result(RpcFrame call, JsonNode result) {
        ObjectNode answer = envelope(call);
        answer.set("result", result);
        return bytes(answer);
    }

    /** The frame that refuses a call. */
    byte[] error(RpcFrame call, int code, String message) {
        ObjectNode answer = envelope(call);
        ObjectNode error = answer.putObject("error").put("code", code);
        if (!message.isEmpty()) {
            error.put("message", message);
        }
        return bytes(answer);
    }

    /** The frame that refuses one that makes no sense. */
    byte[] refusal(RpcFrame frame) {
        return error(frame, BAD_REQUEST, frame.wrong());
    }

    private ObjectNode envelope(RpcFrame call) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (!call.id().isMissingNode()) {
            answer.set("id", call.id());
        }
        answer.put("src", self);
        if (!call.src().isEmpty()) {
            answer.put("dst", call.src());
        }
        if (!call.tag().isEmpty()) {
            answer.put("tag", call.tag());
        }
        return answer;
    }

    private static byte[] bytes(JsonNode answer) {
        // by way of a string: half of a surrogate pair becomes a question mark, and never an error
        return answer.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static RpcFrame wrong(String what) {
        JsonNode none = MissingNode.getInstance();
        return new RpcFrame(none, "", "", "", none, what);
    }
}
