package ccm.parts.cloud;

import java.util.Objects;

/**
 * What is asked of a broker.
 *
 * @param filter MQTT 3.1.1 section 4.7
 * @param qos 0 or 1
 */
public record MqttFilter(String filter, int qos) {
    public MqttFilter {
        Objects.requireNonNull(filter, "filter");
    }
}
