package ccm.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudMessage;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** How a message from a cloud is told to the host: whole, or in parts that fit its buffer. */
final class HostFrames {
    static final String WHOLE = "MQTT.Message";
    static final String PART = "MQTT.MessagePart";
    private static final int ENVELOPE =
            "{\"jsonrpc\":\"2.0\",\"method\":\"MQTT.MessagePart\",\"params\":{\"topic\":\"\",\"part\":,\"of\":,\"message\":\"\"}}"
                    .length();
    private static final int ENCODING = ",\"encoding\":\"base64\"".length();
    private static final int CRC = 10;
    private static final int NUMBERS = 2 * 5;
    private static final int LARGEST_COUNT = 99_999;
    private static final int BASE64_GROUP = 4;

    private HostFrames() {}

    static ObjectNode whole(CloudMessage message) {
        Body body = Body.of(message);
        return body.mark(node(message, body.text));
    }

    /** The parts, in order; empty when not even a part fits into a frame of so many bytes. */
    static List<ObjectNode> parts(CloudMessage message, int maxFrame) {
        Body body = Body.of(message);
        int room = maxFrame - ENVELOPE - CRC - NUMBERS - jsonBytes(message.topic());
        if (body.base64) {
            room = (room - ENCODING) / BASE64_GROUP * BASE64_GROUP; // each can be decoded alone
        }
        List<String> chunks = room < 6 ? List.of() : chunks(body.text, room);
        if (chunks.size() > LARGEST_COUNT) {
            return List.of();
        }
        List<ObjectNode> parts = new ArrayList<>(chunks.size());
        for (String chunk : chunks) {
            ObjectNode part = JsonNodeFactory.instance.objectNode();
            part.put("topic", message.topic());
            part.put("part", parts.size() + 1).put("of", chunks.size()).put("message", chunk);
            parts.add(body.mark(part));
        }
        return parts;
    }

    private static ObjectNode node(CloudMessage message, String text) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("topic", message.topic())
                .put("message", text);
    }

    private static List<String> chunks(String text, int room) {
        List<String> chunks = new ArrayList<>();
        int start = 0;
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int size = jsonBytes(point);
            if (bytes + size > room) {
                chunks.add(text.substring(start, i));
                start = i;
                bytes = 0;
            }
            bytes += size;
            i += Character.charCount(point);
        }
        chunks.add(text.substring(start));
        return chunks;
    }

    private static int jsonBytes(String text) {
        return text.codePoints().map(HostFrames::jsonBytes).sum();
    }

    /** Bytes of a character in a JSON string of UTF-8, at most. */
    private static int jsonBytes(int point) {
        if (point < ' ') {
            return 6;
        }
        if (point == '"' || point == '\\') {
            return 2;
        }
        return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }

    /** A payload as text: itself when it is UTF-8, else in base64. */
    private record Body(String text, boolean base64) {
        static Body of(CloudMessage message) {
            byte[] payload = message.payload();
            try {
                return new Body(
                        UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString(), false);
            } catch (CharacterCodingException e) {
                return new Body(Base64.getEncoder().encodeToString(payload), true);
            }
        }

        ObjectNode mark(ObjectNode params) {
            return base64 ? params.put("encoding", "base64") : params;
        }
    }
}
