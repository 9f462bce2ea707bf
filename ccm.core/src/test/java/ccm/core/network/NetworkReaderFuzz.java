package ccm.core.network;

import ccm.api.link.FrameReply;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;

/**
 * Bodies of any bytes, as HTTP, WebSocket, MQTT and the serial console bring them: each is
 * understood or refused, and what is sent back is one JSON object in any case.
 */
public final class NetworkReaderFuzz {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Answers ANSWERS = new Answers("ccm_1");

    private NetworkReaderFuzz() {}

    public static void fuzzerTestOneInput(byte[] body) throws IOException {
        NetworkFrame frame = NetworkReader.read(body, "");
        FrameReply reply =
                switch (frame.kind()) {
                    case CALL, NOTIFICATION ->
                            ANSWERS.answer(frame.envelope(), body(frame.params()));
                    case ANSWER -> FrameReply.done();
                    case INVALID -> ANSWERS.invalid(frame.envelope(), 400, frame.note());
                };
        if (frame.kind() == NetworkFrame.Kind.CALL) {
            JsonNode sent = JSON.readTree(reply.frame());
            if (!sent.isObject() || !sent.path("src").asText().equals("ccm_1")) {
                throw new IllegalStateException("no answer: " + sent);
            }
        }
        if (frame.kind() == NetworkFrame.Kind.INVALID
                && !JSON.readTree(reply.frame()).path("error").has("message")) {
            throw new IllegalStateException("a refusal without a reason");
        }
        NetworkReader.read(body, "Sys.GetInfo");
    }

    private static Answers.Body body(JsonNode result) {
        try {
            return Answers.body(result.isMissingNode() ? NullNode.instance : result);
        } catch (JsonProcessingException e) { // half of a surrogate pair: told as an error
            return Answers.body(500, "not Unicode");
        }
    }
}
