package ccm.cloud;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code MQTT.Unsub}: takes a topic filter back, in the very words it was asked with. */
@Component(immediate = true)
@RpcName(
        name = "MQTT.Unsub",
        args = "{topic: %Q, cloud: %Q}",
        summary = "Takes a subscription back.",
        firmware = true)
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "topic": {
                      "type": "string",
                      "description": "a topic filter; + and # are allowed"
                    },
                    "cloud": {
                      "type": "string",
                      "description": "the one cloud that is meant; every one without it"
                    }
                  },
                  "required": ["topic"]
                }""",
        errors = {"400 the topic is no filter", "503 the disk is full"},
        example = "{\"topic\": \"t/#\"}")
public final class MqttUnsub implements DeferredRpcMethod {
    private final Subscriptions subscriptions;

    @Activate
    public MqttUnsub(@Reference Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        return subscriptions.remove(Subscription.of(call), call.method());
    }
}
