package ccm.core.network;

import ccm.api.link.FrameReply;
import ccm.api.rpc.RpcException;
import ccm.core.frame.FrameWriter;
import ccm.core.network.NetworkFrame.Envelope;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes answers: the members in the order of Mongoose OS, ids as the raw tokens they came as. An
 * answer is made of its envelope and a body, so that a kept body can go out in another envelope.
 */
final class Answers {
    private static final Pattern ERROR = Pattern.compile("\"error\":\\{\"code\":(-?\\d{1,9})");
    private static final byte[] OPEN = FrameWriter.ascii("{");
    private static final byte[] CLOSE = FrameWriter.ascii("}");
    private static final byte[] ID = FrameWriter.ascii("{\"id\":");
    private static final byte[] SRC = FrameWriter.ascii(",\"src\":");
    private static final byte[] DST = FrameWriter.ascii(",\"dst\":");
    private static final byte[] TAG = FrameWriter.ascii(",\"tag\":");
    private static final byte[] COMMA = FrameWriter.ascii(",");
    private static final byte[] NOTHING = {};

    private final byte[] self;

    /**
     * Makes one.
     *
     * @param self the id of this gateway
     */
    Answers(String self) {
        this.self = FrameWriter.text(self);
    }

    /**
     * What a call is answered with.
     *
     * @param bytes {@code "result":…} or {@code "error":{…}}
     * @param code of the error; 0 for none
     */
    record Body(byte[] bytes, int code) {}

    static Body body(JsonNode result) throws JsonProcessingException {
        return new Body(FrameWriter.result(result == null ? NullNode.instance : result), 0);
    }

    static Body body(RpcException error) {
        return body(error.networkCode(), error.networkMessage());
    }

    static Body body(int code, String message) {
        return new Body(FrameWriter.networkError(code, message), code);
    }

    /** A body that was kept as its bytes. */
    static Body kept(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher error = ERROR.matcher(text);
        return new Body(bytes, error.lookingAt() ? Integer.parseInt(error.group(1)) : 0);
    }

    FrameReply answer(Envelope to, Body body) {
        return new FrameReply(
                FrameReply.Kind.ANSWER, body.code(), to.src(), frame(to, body.bytes()));
    }

    /** Says what is wrong with a frame; bare when the frame had no id. */
    FrameReply invalid(Envelope to, int code, String message) {
        byte[] error = FrameWriter.networkError(code, message);
        byte[] frame =
                to.id().length == 0 ? FrameWriter.join(OPEN, error, CLOSE) : frame(to, error);
        return new FrameReply(FrameReply.Kind.INVALID, code, to.src(), frame);
    }

    private byte[] frame(Envelope to, byte[] body) {
        return FrameWriter.join(
                ID,
                to.id(),
                SRC,
                self,
                member(DST, to.src()),
                member(TAG, to.tag()),
                COMMA,
                body,
                CLOSE);
    }

    private static byte[] member(byte[] name, String value) {
        return value.isEmpty() ? NOTHING : FrameWriter.join(name, FrameWriter.text(value));
    }
}
