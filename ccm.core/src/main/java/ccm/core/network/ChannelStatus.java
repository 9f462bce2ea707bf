package ccm.core.network;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Channel.Status}: what happened on each kind of network channel, as counters. */
@Component
@RpcName(
        name = "Channel.Status",
        summary = "What happened to frames on each kind of network channel, as counters.")
@RpcSchema(
        result =
                "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"object\","
                        + "\"additionalProperties\":{\"type\":\"integer\",\"minimum\":1}}}",
        answer = "{\"HTTP\":{\"frames_in\":12,\"answered\":11,\"invalid\":1}}")
public final class ChannelStatus implements RpcMethod {
    private final NetworkExchange exchange;

    @Activate
    public ChannelStatus(@Reference NetworkExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public JsonNode call(RpcCall call) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        exchange.channels().all().forEach((channel, counts) -> status.set(channel, counts.json()));
        return status;
    }
}
