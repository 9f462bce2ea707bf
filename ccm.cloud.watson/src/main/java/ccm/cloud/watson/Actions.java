package ccm.cloud.watson;

import ccm.api.link.FrameReply;
import ccm.parts.cloud.CloudCalls;
import ccm.parts.wire.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Actions of the platform that are methods of this gateway; {@code rpc.acl} holds for them. */
final class Actions {
    private static final int ACCEPTED = 202;
    private static final int FAILED = 500;
    private static final int UNSUPPORTED = 501;
    private static final int UNKNOWN = 404;
    private static final int NO_METHOD = -32_601;
    private static final int DELAY_MILLIS = 1_000; // so that the answer goes out
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final CloudCalls calls;

    /**
     * What an action comes to.
     *
     * @param code for the platform
     * @param message empty when all is well
     */
    record Result(int code, String message) {}

    Actions(CloudCalls calls) {
        this.calls = calls;
    }

    CompletionStage<Result> reboot() {
        return call("Sys.Reboot", Json.object().put("delay_ms", DELAY_MILLIS));
    }

    CompletionStage<Result> factoryReset() {
        return call("Config.FactoryReset", Json.object());
    }

    private CompletionStage<Result> call(String method, ObjectNode params) {
        ObjectNode frame =
                Json.object().put("id", 1).put("src", WatsonDialect.NAME).put("method", method);
        frame.set("params", params);
        return calls.call(Json.bytes(frame), DEADLINE)
                .handle(
                        (reply, problem) ->
                                problem == null
                                        ? result(method, reply)
                                        : new Result(FAILED, problem.getMessage()));
    }

    private static Result result(String method, FrameReply reply) {
        JsonNode error = Json.readObject(reply.frame()).orElseGet(Json::object).path("error");
        int code = error.path("code").asInt();
        if (code == UNKNOWN || code == NO_METHOD) {
            return new Result(UNSUPPORTED, "this gateway has no " + method);
        }
        return error.isMissingNode()
                ? new Result(ACCEPTED, "")
                : new Result(FAILED, method + ": " + error.path("message").asText());
    }
}
