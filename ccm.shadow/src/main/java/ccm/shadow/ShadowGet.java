package ccm.shadow;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import ccm.api.shadow.ShadowBackend;
import ccm.api.shadow.ShadowDocument;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Shadow.Get}: the shadow as it is known here, or as its cloud says it. */
@Component(immediate = true)
@RpcName(
        name = "Shadow.Get",
        args = "{cloud: %Q, fresh: %B}",
        summary = "The shadow of a cloud as it is known here, or asked of the cloud itself.",
        firmware = true)
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "cloud": {
                      "type": "string",
                      "description": "which; may be left out when there is but one"
                    },
                    "fresh": {
                      "type": "boolean",
                      "default": false,
                      "description": "ask the cloud, and show what it has as reported"
                    }
                  }
                }""",
        result =
                """
                {
                  "type": "object",
                  "properties": {
                    "cloud": {"type": "string", "description": "empty when none is enabled"},
                    "connected": {"type": "boolean"},
                    "desired": {"type": "object"},
                    "reported": {"type": "object"},
                    "delta": {
                      "type": "object",
                      "description": "what is desired and not reported so"
                    },
                    "version": {"type": "integer", "description": "where the cloud says one"},
                    "trouble": {
                      "type": "string",
                      "description": "what is wrong and what to do; empty when all is well"
                    },
                    "refused": {
                      "type": "object",
                      "description": "members that this cloud cannot take, each with the reason"
                    },
                    "too_large": {
                      "type": "array",
                      "items": {"type": "string"},
                      "description": "what of desired fits into no frame of the host"
                    }
                  },
                  "required": ["cloud", "connected", "desired", "reported", "delta", "trouble"]
                }""",
        errors = {
            "400 there is no such cloud, or several and none is named",
            "503 the cloud did not answer"
        },
        answer =
                """
                {
                  "cloud": "aws",
                  "connected": true,
                  "desired": {"on": true},
                  "reported": {"on": false, "uptime": 132},
                  "delta": {"on": true},
                  "version": 17,
                  "trouble": "",
                  "refused": {},
                  "too_large": []
                }""")
public final class ShadowGet implements DeferredRpcMethod {
    private final ShadowEngine engine;

    @Activate
    public ShadowGet(@Reference ShadowService service) {
        this(service.engine());
    }

    ShadowGet(ShadowEngine engine) {
        this.engine = engine;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        Optional<ShadowBackend> meant = Replies.meant(call, engine.backends());
        boolean fresh = call.in().flag("fresh", false);
        if (!fresh) {
            return CompletableFuture.completedFuture(known(call, meant));
        }
        ShadowBackend backend = meant.orElseThrow(() -> Replies.noCloud(call, engine.settings()));
        return Replies.answer(call, backend.get(), document -> asked(call, backend, document));
    }

    private ObjectNode known(RpcCall call, Optional<ShadowBackend> meant) {
        ObjectNode reported = engine.reported().tree();
        Optional<CloudShadow> shadow = meant.flatMap(backend -> engine.cloud(backend.name()));
        ObjectNode desired = shadow.map(each -> each.desired().tree()).orElseGet(Trees::empty);
        ObjectNode json = view(meant, desired, reported);
        shadow.map(each -> each.desired().version()).ifPresent(version -> version(json, version));
        json.put(
                "trouble",
                meant.isPresent()
                        ? shadow.map(CloudShadow::trouble).orElse("")
                        : Replies.noCloud(call, engine.settings()).getMessage());
        ObjectNode refused = json.putObject("refused");
        shadow.ifPresent(each -> each.refusals().forEach(refused::put));
        var unfit = json.putArray("too_large");
        shadow.ifPresent(each -> engine.tooLarge(each.name()).forEach(unfit::add));
        return json;
    }

    private static ObjectNode asked(RpcCall call, ShadowBackend backend, ShadowDocument document) {
        ObjectNode reported = document.reported().orElseGet(Trees::empty);
        ObjectNode json = view(Optional.of(backend), document.desired(), reported);
        version(json, document.version());
        return json.put(
                "trouble",
                document.reported().isPresent()
                        ? ""
                        : call.method() + ": " + backend.name() + " cannot say what is reported");
    }

    private static ObjectNode view(
            Optional<ShadowBackend> backend, ObjectNode desired, ObjectNode reported) {
        ObjectNode json = Trees.empty();
        json.put("cloud", backend.map(ShadowBackend::name).orElse(""));
        json.put("connected", backend.filter(ShadowBackend::ready).isPresent());
        json.set("desired", desired);
        json.set("reported", reported);
        json.set("delta", Trees.delta(desired, reported));
        return json;
    }

    private static void version(ObjectNode json, long version) {
        if (version != ShadowDocument.NO_VERSION) {
            json.put("version", version);
        }
    }
}
