package ccm.cloud;

import ccm.api.cloud.CloudMessage;
import ccm.api.outbox.Outbox;
import ccm.api.outbox.OutboxException;
import ccm.api.outbox.OutboxQueue.Durability;
import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code MQTT.Pub}: takes one message for the clouds that are enabled; QoS 1 is answered when it is
 * on disk.
 *
 * <p>It is there only together with an outbox, so that the dispatcher holds calls back while that
 * is swapped; and only once the clouds had time to come, see {@link MethodGate}.
 */
@Component(
        name = MqttPub.COMPONENT,
        enabled = false,
        immediate = true,
        reference = @Reference(name = "outbox", service = Outbox.class))
@RpcName(
        name = "MQTT.Pub",
        args = "{topic: %Q, message: %Q, qos: %d, retain: %B, cloud: %Q}",
        summary = "Publishes a message to every enabled cloud, or to the one named.",
        firmware = true)
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "topic": {
                      "type": "string",
                      "description": "without wildcards"
                    },
                    "message": {
                      "description": "a string is published as its bytes, any other value as its JSON text"
                    },
                    "qos": {
                      "type": "integer",
                      "enum": [0, 1],
                      "default": 0,
                      "description": "with 1 it is kept on disk until the broker has it"
                    },
                    "retain": {
                      "type": "boolean",
                      "default": false,
                      "description": "the broker keeps it for later subscribers"
                    },
                    "cloud": {
                      "type": "string",
                      "description": "the one cloud that is meant; every one without it"
                    }
                  },
                  "required": ["topic", "message"]
                }""",
        result =
                """
                {"type": "null", "description": "QoS 1: it is on disk"}""",
        errors = {
            "400 the topic is none, or the cloud cannot carry it",
            "503 no cloud is enabled",
            "503 the queue is full"
        },
        example =
                """
                {"topic": "t1", "message": "hello", "qos": 1}""")
public final class MqttPub implements DeferredRpcMethod {
    static final String COMPONENT = "ccm.cloud.MqttPub";
    private static final CompletionStage<JsonNode> TAKEN =
            CompletableFuture.completedStage(NullNode.getInstance());

    private final Clouds clouds;
    private final Answers answers;

    @Activate
    public MqttPub(@Reference Clouds clouds, @Reference Answers answers) {
        this.clouds = clouds;
        this.answers = answers;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        Publication wanted = Publication.of(call);
        List<Cloud> carriers = carriers(wanted, call.method());
        if (wanted.message().qos() == 0) {
            boolean alone = carriers.size() == 1; // else one would hold the others back
            carriers.forEach(cloud -> cloud.sendOnce(wanted.message(), alone));
            return TAKEN;
        }
        if (call.notification()) {
            keep(carriers, wanted, Durability.SOON, call.method());
            return TAKEN;
        }
        answers.admit(call.method());
        return answers.whenStored(
                call.method(), keep(carriers, wanted, Durability.NOW, call.method()));
    }

    private List<Cloud> carriers(Publication wanted, String method) throws RpcException {
        List<Cloud> named = clouds.named(wanted.cloud(), method);
        if (named.isEmpty()) {
            throw RpcException.limit(
                    method + ": no cloud is enabled. Set for example mqtt.enable and mqtt.server");
        }
        CloudMessage message = wanted.message();
        List<Cloud> carriers = new ArrayList<>(named.size());
        List<String> refusals = new ArrayList<>();
        for (Cloud cloud : named) {
            Optional<String> refused = cloud.refusal(message);
            if (refused.isEmpty()) {
                carriers.add(cloud);
            } else {
                refusals.add(refused.get());
            }
        }
        if (carriers.isEmpty()) {
            throw RpcException.invalidParams(method + ": " + String.join("; ", refusals));
        }
        return carriers;
    }

    /** Every cloud gets it that takes it; one that does not is an error all the same. */
    private static CompletionStage<?> keep(
            List<Cloud> carriers, Publication wanted, Durability when, String method)
            throws RpcException {
        byte[] record = wanted.record();
        if (carriers.size() == 1) {
            return keep(carriers.get(0), record, when, method);
        }
        List<CompletableFuture<?>> all = new ArrayList<>();
        Optional<RpcException> refused = Optional.empty();
        for (Cloud cloud : carriers) {
            try {
                all.add(keep(cloud, record, when, method).toCompletableFuture());
            } catch (RpcException e) {
                refused = Optional.of(e);
            }
        }
        if (refused.isPresent()) {
            throw refused.get();
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
    }

    private static CompletionStage<Long> keep(
            Cloud cloud, byte[] record, Durability when, String method) throws RpcException {
        try {
            return cloud.keep(record, when);
        } catch (OutboxException e) {
            throw Answers.error(method, e);
        }
    }
}
