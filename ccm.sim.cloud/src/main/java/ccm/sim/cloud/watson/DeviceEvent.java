package ccm.sim.cloud.watson;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * An event of a device.
 *
 * @param number counted from 1
 * @param client the client id of the device
 * @param event its name
 * @param format of the payload: {@code json}, {@code txt}, …
 */
public record DeviceEvent(long number, String client, String event, String format, byte[] payload) {
    public String text() {
        return new String(payload, UTF_8);
    }
}
