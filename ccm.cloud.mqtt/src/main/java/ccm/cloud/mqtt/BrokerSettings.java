package ccm.cloud.mqtt;

import ccm.api.cloud.CloudException;
import java.time.Duration;
import java.util.Optional;

/**
 * One section of the configuration: where a broker is, and how we present ourselves.
 *
 * @param section its name, which begins every message about it: {@code mqtt} or {@code mqtt1}
 * @param clientId empty for the device's id; may hold {@code ??????}
 */
record BrokerSettings(
        String section,
        boolean enabled,
        String server,
        String clientId,
        Login login,
        boolean cleanSession,
        Duration keepAlive,
        boolean requireTime,
        int maxQos,
        TlsSettings tls,
        Will will,
        Optional<String> webSocketPath) {

    /** User name and password, as they are set. */
    record Login(String user, String pass) {
        @Override
        public String toString() {
            return "Login[masked]";
        }
    }

    /** What the broker shall publish when it loses us; no topic, no will. */
    record Will(String topic, String message, boolean retain) {}

    /** Something about a setting of this section. */
    CloudException fault(String setting, String text) {
        return new CloudException(section + "." + setting + ": " + text, false);
    }

    CloudException fault(String setting, String text, Throwable cause) {
        return new CloudException(section + "." + setting + ": " + text, false, cause);
    }
}
