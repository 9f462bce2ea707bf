package ccm.core.rpc;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.osgi.service.component.annotations.Component;

/** {@code RPC.Ping}: tells the caller over which channel it was heard. */
@Component
@RpcName(
        name = "RPC.Ping",
        summary = "Tells over which channel the caller was heard.",
        firmware = true)
@RpcSchema(
        result =
                """
                {
                  "type": "object",
                  "properties": {"channel_info": {"type": "string"}},
                  "required": ["channel_info"]
                }""",
        answer =
                """
                {"channel_info": "HTTP 127.0.0.1:50412"}""")
public final class RpcPing implements RpcMethod {
    @Override
    public JsonNode call(RpcCall call) {
        String channel = call.peer().channel() + " " + call.peer().address();
        return JsonNodeFactory.instance.objectNode().put("channel_info", channel.strip());
    }
}
