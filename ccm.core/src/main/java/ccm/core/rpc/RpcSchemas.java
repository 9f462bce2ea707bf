package ccm.core.rpc;

import ccm.api.host.Host;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import ccm.core.frame.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code RPC.Schema}: what every method takes and answers, as JSON Schema. The host's methods, of
 * which nobody knows more than the names, stand apart.
 */
@Component
@RpcName(
        name = "RPC.Schema",
        args = "{name: %Q}",
        summary = "What each method takes and answers, as JSON Schema; or one method alone.")
@RpcSchema(
        params =
                """
                {"type": "object", "properties": {"name": {"type": "string"}}}""",
        result =
                """
                {
                  "anyOf": [
                    {
                      "type": "object",
                      "properties": {
                        "methods": {"type": "object", "additionalProperties": {"type": "object"}},
                        "host": {"type": "array", "items": {"type": "string"}}
                      },
                      "required": ["methods", "host"]
                    },
                    {
                      "type": "object",
                      "properties": {
                        "summary": {"type": "string"},
                        "args_fmt": {"type": "string"},
                        "params": {"type": ["object", "boolean"]},
                        "result": {"type": ["object", "boolean"]},
                        "errors": {
                          "type": "array",
                          "items": {
                            "type": "object",
                            "properties": {
                              "code": {"type": "integer"},
                              "message": {"type": "string"}
                            },
                            "required": ["code", "message"]
                          }
                        },
                        "example": {},
                        "answer": {}
                      },
                      "required": ["summary"]
                    }
                  ]
                }""",
        errors = "404 name not found",
        example =
                """
                {"name": "FS.Remove"}""",
        answer =
                """
                {
                  "summary": "Removes a file.",
                  "args_fmt": "{filename: %Q}",
                  "params": {"type": "object"},
                  "result": {"type": "null"},
                  "errors": [{"code": 500, "message": "remove failed"}],
                  "example": {"filename": "note.txt"},
                  "answer": null
                }""")
public final class RpcSchemas implements RpcMethod {
    private final MethodTable methods;
    private final Supplier<? extends Collection<String>> ofHost;

    @Activate
    public RpcSchemas(@Reference Methods methods, @Reference Host host) {
        this(methods.table(), () -> host.state().methods());
    }

    RpcSchemas(MethodTable methods, Supplier<? extends Collection<String>> ofHost) {
        this.methods = methods;
        this.ofHost = ofHost;
    }

    @Override
    public JsonNode call(RpcCall call) throws RpcException {
        String name = call.in().text("name", "");
        if (!name.isEmpty()) {
            return methods.find(name)
                    .map(RpcSchemas::describe)
                    .orElseThrow(() -> RpcDescribe.notFound(call.method(), name));
        }
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ObjectNode described = all.putObject("methods");
        for (String each : methods.names()) {
            methods.find(each).ifPresent(method -> described.set(each, describe(method)));
        }
        ofHost.get().forEach(all.putArray("host")::add);
        return all;
    }

    private static JsonNode describe(LocalMethod method) {
        MethodText text = method.description().text();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("summary", text.summary());
        json.put("args_fmt", text.args());
        put(json, "params", text.params());
        put(json, "result", text.result());
        ArrayNode errors = json.putArray("errors");
        text.errors().forEach(error -> add(errors, error));
        put(json, "example", text.example());
        put(json, "answer", text.answer());
        return json;
    }

    private static void put(ObjectNode json, String member, String text) {
        if (text.isEmpty()) {
            return;
        }
        try {
            json.set(member, Json.MAPPER.readTree(text));
        } catch (JsonProcessingException e) { // somebody's mistake, and still better than nothing
            json.set(member, TextNode.valueOf(text));
        }
    }

    private static void add(ArrayNode errors, String error) {
        int gap = error.indexOf(' ');
        ObjectNode json = errors.addObject();
        try {
            json.put("code", Integer.parseInt(gap < 0 ? error : error.substring(0, gap)));
            json.put("message", gap < 0 ? "" : error.substring(gap + 1));
        } catch (NumberFormatException e) { // it has no code
            json.put("code", RpcException.INTERNAL_ERROR).put("message", error);
        }
    }
}
