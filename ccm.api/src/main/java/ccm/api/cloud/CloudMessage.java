package ccm.api.cloud;

import java.util.Objects;

/**
 * A message on its way to or from a cloud.
 *
 * @param topic an MQTT topic name, MQTT 3.1.1 section 4.7
 * @param payload its bytes; not copied, so neither side changes them
 * @param qos 0 or 1
 * @param retain the MQTT retain flag
 */
public record CloudMessage(String topic, byte[] payload, int qos, boolean retain) {
    public CloudMessage {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(payload, "payload");
        if (qos < 0 || qos > 1) {
            throw new IllegalArgumentException("qos is " + qos + ", must be 0 or 1");
        }
    }
}
