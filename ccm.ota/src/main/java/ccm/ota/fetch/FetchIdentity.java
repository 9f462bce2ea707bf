package ccm.ota.fetch;

import java.util.Objects;

/**
 * Who asks, for servers that choose a bundle by it.
 *
 * @param deviceId goes out as {@code X-MGOS-Device-ID}; empty for none
 * @param firmwareVersion goes out as {@code X-MGOS-FW-Version}; empty for none
 * @param userAgent goes out as {@code User-Agent}; empty for none
 */
public record FetchIdentity(String deviceId, String firmwareVersion, String userAgent) {
    public FetchIdentity {
        Objects.requireNonNull(deviceId, "deviceId");
        Objects.requireNonNull(firmwareVersion, "firmwareVersion");
        Objects.requireNonNull(userAgent, "userAgent");
    }
}
