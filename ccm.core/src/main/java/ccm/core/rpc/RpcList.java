package ccm.core.rpc;

import ccm.api.rpc.Rpc;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collection;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code RPC.List}: the names that can be called. The host is not told its own ones, and without a
 * prefix no more than what firmware calls: few hosts have a buffer for the whole list.
 */
@Component
@RpcName(
        name = "RPC.List",
        args = "{prefix: %Q}",
        summary =
                "The names of the methods that can be called. The host is told those that firmware"
                        + " calls; with a prefix, an empty one too, all that begin so.",
        firmware = true)
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "prefix": {
                      "type": "string",
                      "default": "",
                      "description": "only names that begin so"
                    }
                  }
                }""",
        result =
                """
                {"type": "array", "items": {"type": "string"}}""",
        example = "{\"prefix\": \"MQTT.\"}",
        answer = "[\"MQTT.Pub\", \"MQTT.Sub\", \"MQTT.Unsub\"]")
public final class RpcList implements RpcMethod {
    private final Rpc rpc;
    private final Methods methods;

    @Activate
    public RpcList(@Reference Rpc rpc, @Reference Methods methods) {
        this.rpc = rpc;
        this.methods = methods;
    }

    @Override
    public JsonNode call(RpcCall call) throws RpcException {
        String prefix = call.in().text("prefix", "");
        Collection<String> names = call.peer().isHost() ? forHost(call) : rpc.methods();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        names.stream().filter(name -> name.startsWith(prefix)).forEach(list::add);
        return list;
    }

    private Collection<String> forHost(RpcCall call) {
        return call.params().has("prefix") ? methods.names() : methods.firmwareNames();
    }
}
