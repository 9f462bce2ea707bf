package ccm.cloud;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code MQTT.Sub}: messages of a topic filter come to the host from now on, after restarts too. It
 * is there only once the clouds had time to come, see {@link MethodGate}.
 */
@Component(name = MqttSub.COMPONENT, enabled = false, immediate = true)
@RpcName(
        name = "MQTT.Sub",
        args = "{topic: %Q, qos: %d, cloud: %Q}",
        summary = "Subscribes to a topic filter, in every cloud or in the one named.",
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
                    "qos": {"type": "integer", "enum": [0, 1], "default": 1},
                    "cloud": {
                      "type": "string",
                      "description": "the one cloud that is meant; every one without it"
                    }
                  },
                  "required": ["topic"]
                }""",
        result =
                """
                {"type": "null", "description": "the subscription is on disk"}""",
        errors = {
            "400 the topic is no filter, or the cloud can send nothing for it, or there is no such cloud",
            "503 there are too many, or the disk is full"
        },
        example = "{\"topic\": \"t/#\"}")
public final class MqttSub implements DeferredRpcMethod {
    static final String COMPONENT = "ccm.cloud.MqttSub";

    private final Clouds clouds;
    private final Subscriptions subscriptions;
    private final Inbox inbox;

    @Activate
    public MqttSub(
            @Reference Clouds clouds,
            @Reference Subscriptions subscriptions,
            @Reference Inbox inbox) {
        this.clouds = clouds;
        this.subscriptions = subscriptions;
        this.inbox = inbox;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        Subscription wanted = Subscription.of(call);
        check(wanted, call.method());
        if (call.peer().isHost()) {
            inbox.hostSpoke();
        }
        return subscriptions.add(wanted, call.method());
    }

    /** An error when there is a cloud and none can ever send anything for it. */
    private void check(Subscription wanted, String method) throws RpcException {
        List<Cloud> named = clouds.named(wanted.cloud(), method);
        List<String> refusals =
                named.stream().flatMap(cloud -> cloud.refusal(wanted.filter()).stream()).toList();
        if (!named.isEmpty() && refusals.size() == named.size()) {
            throw RpcException.invalidParams(method + ": " + String.join("; ", refusals));
        }
    }
}
