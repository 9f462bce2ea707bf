package ccm.cloud.mqtt;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import ccm.parts.tls.TlsFiles;
import ccm.parts.tls.TlsSetting;
import java.time.Duration;
import java.util.List;
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
        return new CloudException(section + "." + setting + ": " + text, false, Fault.SETTINGS);
    }

    /** What TLS is made of. */
    TlsFiles tlsFiles() {
        return new TlsFiles(
                setting("ssl_ca_cert", tls.authority()),
                setting("ssl_cert", tls.certificate()),
                setting("ssl_key", tls.key()),
                setting("ssl_cipher_suites", tls.ciphers()),
                List.of(),
                false);
    }

    private TlsSetting setting(String name, String value) {
        return new TlsSetting(section + "." + name, value);
    }
}
