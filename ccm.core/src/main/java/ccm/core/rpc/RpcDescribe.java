package ccm.core.rpc;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code RPC.Describe}: the params of one method. */
@Component
@RpcName(
        name = "RPC.Describe",
        args = "{name: %Q}",
        summary = "The params of one method.",
        firmware = true)
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {"name": {"type": "string"}},
                  "required": ["name"]
                }""",
        result =
                """
                {
                  "type": "object",
                  "properties": {
                    "name": {"type": "string"},
                    "args_fmt": {
                      "type": "string",
                      "description": "in the notation of the original; empty for none"
                    }
                  },
                  "required": ["name", "args_fmt"]
                }""",
        errors = {"400 name is required", "404 name not found"},
        example = "{\"name\": \"FS.Remove\"}",
        answer =
                """
                {"name": "FS.Remove", "args_fmt": "{filename: %Q}"}""")
public final class RpcDescribe implements RpcMethod {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private final MethodTable methods;

    @Activate
    public RpcDescribe(@Reference Methods methods) {
        this(methods.table());
    }

    RpcDescribe(MethodTable methods) {
        this.methods = methods;
    }

    @Override
    public JsonNode call(RpcCall call) throws RpcException {
        if (!call.in().has("name")) {
            throw call.in()
                    .refuse("name", call.params().path("name"), "a string")
                    .onNetwork(BAD_REQUEST, "name is required");
        }
        String name = call.in().text("name");
        LocalMethod method = methods.find(name).orElse(null);
        if (method == null) {
            throw notFound(call.method(), name);
        }
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        found.put("name", name);
        found.put("args_fmt", method.description().text().args());
        return found;
    }

    /** Nobody here answers to that name. */
    static RpcException notFound(String method, String name) {
        return new RpcException(
                        RpcException.METHOD_NOT_FOUND, method + ": " + name + ": name not found")
                .onNetwork(NOT_FOUND, "name not found");
    }
}
