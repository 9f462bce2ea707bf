package ccm.cloud;

import ccm.api.rpc.Params;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/**
 * What the host wants to hear of.
 *
 * @param filter an MQTT topic filter
 * @param qos 0 or 1
 * @param cloud the one cloud it is meant for; empty for every one
 */
record Subscription(String filter, int qos, String cloud) {
    static Subscription of(RpcCall call) throws RpcException {
        Params in = call.in();
        String filter = in.text("topic");
        if (!Topics.isFilter(filter)) {
            throw in.refuse("topic", call.params().path("topic"), Topics.FILTER_RULE);
        }
        return new Subscription(filter, in.number("qos", 1, 0, 1), in.text("cloud", ""));
    }

    /** One from the file; empty when it is none. */
    static Optional<Subscription> of(JsonNode stored) {
        String filter = stored.path("topic").asText();
        return Topics.isFilter(filter)
                ? Optional.of(
                        new Subscription(
                                filter,
                                Math.min(1, Math.max(0, stored.path("qos").asInt(1))),
                                stored.path("cloud").asText()))
                : Optional.empty();
    }

    JsonNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("topic", filter)
                .put("qos", qos)
                .put("cloud", cloud);
    }

    boolean concerns(String name) {
        return cloud.isEmpty() || cloud.equals(name);
    }

    /** True when both are about the same filter of the same cloud. */
    boolean sameAs(Subscription other) {
        return filter.equals(other.filter) && cloud.equals(other.cloud);
    }
}
