package ccm.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudMessage;
import ccm.api.rpc.Params;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import com.fasterxml.jackson.databind.JsonNode;

/** What one {@code MQTT.Pub} asks for, checked. */
record Publication(CloudMessage message, String cloud) {
    static Publication of(RpcCall call) throws RpcException {
        Params in = call.in();
        JsonNode body = call.params().path("message");
        String topic = in.text("topic");
        if (!Topics.isName(topic)) {
            throw in.refuse("topic", call.params().path("topic"), Topics.NAME_RULE);
        }
        if (body.isMissingNode()) {
            throw in.refuse("message", body, "a string or any other JSON value");
        }
        int qos = in.number("qos", 0, 0, 1);
        boolean retain = in.flag("retain", false);
        // shipped firmware sends objects and numbers too: those travel as their JSON text
        String text = body.isTextual() ? body.textValue() : body.toString();
        return new Publication(
                new CloudMessage(topic, text.getBytes(UTF_8), qos, retain), in.text("cloud", ""));
    }

    byte[] record() {
        return StoredMessage.record(message);
    }
}
