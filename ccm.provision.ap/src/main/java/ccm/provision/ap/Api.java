package ccm.provision.ap;

import ccm.parts.http.Json;
import ccm.parts.http.Query;
import ccm.parts.http.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Methods under {@code /rpc}, with results and errors as every HTTP channel of CCM gives them. */
final class Api {
    static final String ROOT = "/rpc";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,200}");
    private static final String METHOD = "method";
    private static final String CONFIG = "config";

    private final Engine engine;
    private final Gate gate;
    private final String id;

    /**
     * Makes it.
     *
     * @param id of the gateway, the sender of answers to frames
     */
    Api(Engine engine, Gate gate, String id) {
        this.engine = engine;
        this.gate = gate;
        this.id = id;
    }

    static boolean serves(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    CompletionStage<Reply> answer(Ask ask) throws Refusal {
        gate.admit(ask);
        if (!ask.isGet() && !ask.isPost()) {
            throw new Refusal(Refusal.NOT_ALLOWED, "POST the parameters: curl -d '{…}' URL");
        }
        String method = ask.path().substring(Math.min(ask.path().length(), ROOT.length() + 1));
        return method.isEmpty() ? root(ask) : method(ask, method);
    }

    /** {@code /rpc/METHOD}: params alone. */
    private CompletionStage<Reply> method(Ask ask, String method) throws Refusal {
        if (!NAME.matcher(method).matches()) {
            throw new Refusal(Refusal.BAD_REQUEST, "the path behind /rpc/ is no name of a method");
        }
        gate.admit(ask, method);
        JsonNode params = Json.body(ask.body());
        return bare(ask, method, params.isMissingNode() ? Query.params(ask.query()) : params);
    }

    private CompletionStage<Reply> root(Ask ask) throws Refusal {
        if (!ask.isPost()) {
            throw new Refusal(
                    Refusal.NOT_ALLOWED, "POST a frame here, or name a method: /rpc/Wifi.Scan");
        }
        JsonNode body = Json.body(ask.body());
        if (body.path(METHOD).isTextual()) {
            gate.admit(ask, body.path(METHOD).textValue());
            return frame(ask, body);
        }
        if (body.path(CONFIG).isObject() && !body.has(METHOD)) {
            gate.admit(ask, "Config.Set");
            return bare(ask, "Config.Set", settings(body));
        }
        throw new Refusal(
                Refusal.BAD_REQUEST,
                "Invalid request: POST {\"method\":…,\"params\":…} or {\"config\":{…}}");
    }

    /** What the product's documentation posts: it is saved, too. */
    private static ObjectNode settings(JsonNode posted) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        params.set(CONFIG, posted.get(CONFIG));
        params.put("save", posted.path("save").asBoolean(true));
        params.put("reboot", posted.path("reboot").asBoolean(true));
        return params;
    }

    private CompletionStage<Reply> bare(Ask ask, String method, JsonNode params) {
        return engine.call(ask.address(), method, params)
                .thenApply(result -> Reply.json(Reply.OK, Json.bare(result)));
    }

    /** A whole frame is answered with one; without an id nobody waits for one. */
    private CompletionStage<Reply> frame(Ask ask, JsonNode frame) {
        CompletionStage<JsonNode> called =
                engine.call(ask.address(), frame.path(METHOD).textValue(), frame.path("params"));
        if (!frame.has("id")) {
            return CompletableFuture.completedFuture(Reply.empty());
        }
        return called.handle(
                (result, failure) -> {
                    ObjectNode reply = JsonNodeFactory.instance.objectNode();
                    reply.set("id", frame.get("id"));
                    reply.put("src", id);
                    if (failure == null) {
                        reply.set("result", result.isMissingNode() ? null : result);
                    } else {
                        reply.set("error", Engine.refusal(failure).body());
                    }
                    return Reply.json(Reply.OK, Json.bytes(reply));
                });
    }
}
