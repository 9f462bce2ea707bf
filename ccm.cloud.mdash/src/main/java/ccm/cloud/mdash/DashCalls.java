package ccm.cloud.mdash;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.link.FrameReply;
import ccm.parts.cloud.CallFailure;
import ccm.parts.cloud.CloudCalls;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls from mDash: its users call, we answer. */
final class DashCalls {
    private static final Logger LOG = LoggerFactory.getLogger(DashCalls.class);
    private static final Duration DEADLINE = Duration.ofMinutes(2); // a person waits for it
    private static final int MAX_ANSWER = 256 * 1024;
    private static final int NOT_FOUND = 404;
    private static final int UNKNOWN = -32601;
    private static final String NO_METHOD = "No handler for ";

    private final CloudCalls calls = new CloudCalls(DashConnector.NAME);

    /** Who carries them out. */
    CloudCalls calls() {
        return calls;
    }

    /** Takes a call; it is answered on the connection on which it came. */
    void take(DashConnection from, ObjectNode frame) {
        calls.call(inner(frame).toString().getBytes(UTF_8), DEADLINE)
                .whenComplete((reply, failure) -> end(from, frame, reply, failure));
    }

    static void result(DashConnection from, ObjectNode frame, JsonNode result) {
        answer(from, frame, "result", result);
    }

    static void error(DashConnection from, ObjectNode frame, int code, String message) {
        answer(from, frame, "error", DashFrames.object().put("code", code).put("message", message));
    }

    /** Its id may be anything, and whom it is for the connection has said. */
    private static ObjectNode inner(ObjectNode frame) {
        ObjectNode inner = frame.deepCopy();
        inner.remove(List.of("jsonrpc", "src", "dst", "key"));
        if (frame.has("id")) {
            inner.put("id", 1);
        }
        return inner.put("src", DashConnector.NAME); // an answer needs one
    }

    private static void end(
            DashConnection from, ObjectNode frame, FrameReply reply, Throwable failure) {
        if (failure != null) {
            int code = failure instanceof CallFailure call ? call.code() : CallFailure.BROKEN;
            if (code == CallFailure.BROKEN) {
                LOG.warn("dash: the call {} broke", frame.path("method").asText(), failure);
            }
            error(from, frame, code, failure.getMessage());
            return;
        }
        if (reply.kind() != FrameReply.Kind.ANSWER) {
            error(
                    from,
                    frame,
                    reply.code() == 0 ? CallFailure.BROKEN : reply.code(),
                    "it was not taken");
            return;
        }
        ObjectNode answer = DashFrames.read(reply.frame()).orElseGet(DashFrames::object);
        if (reply.frame().length > MAX_ANSWER) {
            error(
                    from,
                    frame,
                    CallFailure.TOO_LARGE,
                    "the answer is " + reply.frame().length + " bytes");
        } else if (answer.has("error")) {
            answer(from, frame, "error", known(answer.path("error")));
        } else {
            JsonNode result = answer.path("result");
            result(from, frame, result.isMissingNode() ? answer.nullNode() : result);
        }
    }

    /** As JSON-RPC says that there is no such method; other things may be 404 as well. */
    private static JsonNode known(JsonNode error) {
        boolean none =
                error.path("code").asInt() == NOT_FOUND
                        && error.path("message").asText().startsWith(NO_METHOD);
        return none && error instanceof ObjectNode plain ? plain.put("code", UNKNOWN) : error;
    }

    /** A notification is not answered. */
    private static void answer(DashConnection from, ObjectNode frame, String name, JsonNode value) {
        if (!frame.has("id")) {
            return;
        }
        ObjectNode answer = from.frames().answer(frame.path("id"), frame.path("src"));
        answer.set(name, value);
        from.send(answer.toString())
                .whenComplete(
                        (nothing, problem) -> {
                            if (problem != null) {
                                LOG.info(
                                        "dash: the answer to {} was not sent: {}",
                                        frame.path("method").asText(),
                                        problem.getMessage());
                            }
                        });
    }
}
