package ccm.shadow;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import ccm.api.shadow.ShadowBackend;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Shadow.Update}: raw access to the shadow of a cloud, for those who want it. */
@Component(immediate = true)
@RpcName(
        name = "Shadow.Update",
        args = "{state: %J, version: %d, cloud: %Q}",
        summary = "Changes the shadow in the cloud itself, as far as the cloud lets a device.",
        firmware = true)
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "state": {
                      "type": "object",
                      "description": "members reported and desired, each a JSON merge patch"
                    },
                    "version": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "of the shadow this is meant for; any without it"
                    },
                    "cloud": {
                      "type": "string",
                      "description": "which; may be left out when there is but one"
                    }
                  },
                  "required": ["state"]
                }""",
        result =
                """
                {"description": "the cloud's answer"}""",
        errors = {
            "400 a parameter is wrong, or the cloud refuses it; the text says why",
            "503 no enabled cloud has a shadow, or it did not answer"
        },
        example = "{\"state\": {\"desired\": {\"on\": false}}}")
public final class ShadowUpdate implements DeferredRpcMethod {
    private final ShadowEngine engine;

    @Activate
    public ShadowUpdate(@Reference ShadowService service) {
        this(service.engine());
    }

    ShadowUpdate(ShadowEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        ShadowBackend backend =
                Replies.meant(call, engine.backends())
                        .orElseThrow(() -> Replies.noCloud(call, engine.settings()));
        JsonNode state = call.params().path("state");
        if (!(state instanceof ObjectNode changes)) {
            throw call.in().refuse("state", state, "an object");
        }
        return Replies.answer(
                call,
                backend.update(changes, version(call)),
                answer -> {
                    if (changes.path("reported") instanceof ObjectNode reported) {
                        engine.reportOwn(reported); // or the next report would take it back
                    }
                    return answer == null ? NullNode.getInstance() : answer;
                });
    }

    private static Optional<Long> version(RpcCall call) throws RpcException {
        JsonNode version = call.params().path("version");
        if (version.isMissingNode() || version.isNull()) {
            return Optional.empty();
        }
        if (!version.isIntegralNumber() || version.longValue() < 0) {
            throw call.in().refuse("version", version, "a whole number from 0");
        }
        return Optional.of(version.longValue());
    }
}
