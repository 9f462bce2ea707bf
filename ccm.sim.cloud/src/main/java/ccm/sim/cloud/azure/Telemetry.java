package ccm.sim.cloud.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/**
 * What a device has said.
 *
 * @param number counted from 1
 * @param properties as in its topic; {@code mqtt-retain} when it wanted to be kept
 */
public record Telemetry(
        long number, String device, Map<String, String> properties, byte[] payload) {
    /** The payload as text. */
    public String text() {
        return new String(payload, UTF_8);
    }
}
