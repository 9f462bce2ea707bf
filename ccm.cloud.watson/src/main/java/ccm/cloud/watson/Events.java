package ccm.cloud.watson;

import ccm.api.cloud.CloudMessage;
import ccm.parts.wire.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the host publishes, as events: the topic is the name of the event, with {@code _} for each
 * slash; the format is told by the payload. Topics of the platform's own form stay as they are.
 */
final class Events {
    private static final Pattern NATIVE = Pattern.compile("iot-2/evt/([^/+#]+)/fmt/([^/+#]+)");
    private static final Pattern RESERVED = Pattern.compile("(iot-2|iotdm-1|iotdevice-1)(/.*)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Pattern SIGN = Pattern.compile("[^A-Za-z0-9_./-]");

    private Events() {}

    static String topic(String event, String format) {
        return "iot-2/evt/" + event + "/fmt/" + format;
    }

    /** True when a name can be that of an event. */
    static boolean legal(String name) {
        return NAME.matcher(name).matches();
    }

    /** The name of the event that a topic becomes. */
    static String name(String topic) {
        Matcher own = NATIVE.matcher(topic);
        return own.matches() ? own.group(1) : topic.replace('/', '_');
    }

    /** Why a topic cannot be one. */
    static Optional<String> refusal(String topic) {
        if (NATIVE.matcher(topic).matches()) {
            return Optional.empty();
        }
        if (RESERVED.matcher(topic).matches()) {
            return Optional.of(
                    "topic "
                            + topic
                            + " is not ours to publish on: write iot-2/evt/EVENT/fmt/FORMAT, or any"
                            + " topic that does not begin like one of the platform");
        }
        Matcher sign = SIGN.matcher(topic);
        return sign.find()
                ? Optional.of(
                        "topic "
                                + topic
                                + " has \""
                                + sign.group()
                                + "\", which no event has in its name. use letters, digits and"
                                + " -_./")
                : Optional.empty();
    }

    static CloudMessage of(CloudMessage message) {
        boolean own = NATIVE.matcher(message.topic()).matches();
        String topic =
                own ? message.topic() : topic(name(message.topic()), format(message.payload()));
        return new CloudMessage(topic, message.payload(), message.qos(), false);
    }

    private static String format(byte[] payload) {
        if (Json.read(payload).filter(JsonNode::isContainerNode).isPresent()) {
            return "json";
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload));
            return Json.read(payload).isPresent() ? "json" : "txt";
        } catch (CharacterCodingException e) {
            return "bin";
        }
    }
}
