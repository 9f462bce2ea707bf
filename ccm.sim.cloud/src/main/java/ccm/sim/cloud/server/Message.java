package ccm.sim.cloud.server;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A message that a client published, or that is published to one.
 *
 * @param payload not copied, so nobody changes it
 * @param qos 0, 1 or 2
 * @param dup true when the sender says that it may have sent it before
 * @param id of its packet; 0 for QoS 0
 */
public record Message(String topic, byte[] payload, int qos, boolean retain, boolean dup, int id) {
    /** To be sent. */
    public Message(String topic, byte[] payload, int qos, boolean retain) {
        this(topic, payload, qos, retain, false, 0);
    }

    /** Text to be sent. */
    public static Message of(String topic, String text, int qos) {
        return new Message(topic, text.getBytes(UTF_8), qos, false);
    }

    /** The payload as text. */
    public String text() {
        return new String(payload, UTF_8);
    }

    Message with(int otherQos, boolean otherRetain) {
        return new Message(topic, payload, otherQos, otherRetain);
    }
}
