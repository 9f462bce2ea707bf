package ccm.parts.tls;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import java.util.Objects;

/**
 * A setting and its value.
 *
 * @param path in the configuration, for messages: {@code mqtt.ssl_cert}
 * @param value empty when it is not set
 */
public record TlsSetting(String path, String value) {
    public TlsSetting {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(value, "value");
    }

    boolean isEmpty() {
        return value.isEmpty();
    }

    CloudException fault(String text) {
        return new CloudException(path + ": " + text, false, Fault.SETTINGS);
    }

    CloudException fault(String text, Throwable cause) {
        return new CloudException(path + ": " + text, false, Fault.SETTINGS, cause);
    }
}
