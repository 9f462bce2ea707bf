package ccm.sim.cloud.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * An event of a device.
 *
 * @param number counted from 1
 * @param folder empty for none
 */
public record Told(long number, String device, String folder, byte[] payload) {
    public String text() {
        return new String(payload, UTF_8);
    }
}
