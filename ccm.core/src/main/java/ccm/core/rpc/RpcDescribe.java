package ccm.core.rpc;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code RPC.Describe}: the params of one method. */
@Component
@RpcName(name = "RPC.Describe", args = "{name: %Q}", summary = "The params of one method.")
public final class RpcDescribe implements RpcMethod {
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
        String name = call.in().text("name");
        LocalMethod method = methods.find(name).orElse(null);
        if (method == null) {
            throw new RpcException(
                    RpcException.METHOD_NOT_FOUND, "RPC.Describe: " + name + ": name not found");
        }
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        found.put("name", name);
        found.put("args_fmt", method.description().args());
        return found;
    }
}
