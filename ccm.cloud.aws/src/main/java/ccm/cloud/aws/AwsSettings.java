package ccm.cloud.aws;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import ccm.parts.tls.TlsFiles;
import ccm.parts.tls.TlsSetting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code aws}.
 *
 * @param server {@code HOST} or {@code HOST:PORT}
 * @param thingName empty for the device's id; may hold {@code ??????}
 * @param shadowName of a named shadow; empty for the classic one
 * @param authorizer present to log in through a custom authorizer, without a certificate
 * @param claim present to get a certificate with that of a claim
 */
record AwsSettings(
        boolean enabled,
        String server,
        String thingName,
        Pem pem,
        String shadowName,
        boolean jobs,
        Optional<Authorizer> authorizer,
        Optional<Claim> claim,
        Times times) {
    /** Begins every path. */
    static final String SECTION = "aws";

    private static final String MQTT = "mqtt";
    private static final String MQTT_WITH_CERTIFICATE = "x-amzn-mqtt-ca";

    /** Names of PEM files. */
    record Pem(String authority, String certificate, String key) {}

    /** Waits. */
    record Times(Duration keepAlive, Duration reconnectMin, Duration reconnectMax) {}

    /** A login that a function of the account's owner decides about. */
    record Authorizer(
            String name,
            String tokenKey,
            String token,
            String signature,
            String user,
            String pass) {
        @Override
        public String toString() {
            return "Authorizer[masked]";
        }
    }

    /**
     * Fleet provisioning by claim.
     *
     * @param certificate of the claim, shared by many devices; and its key
     * @param parameters of the template, a JSON object; empty for {@code SerialNumber} alone
     */
    record Claim(String template, String certificate, String key, String parameters) {}

    /** Something about a setting of this section, or a file that it names. */
    static CloudException fault(String setting, String text) {
        return new CloudException(SECTION + "." + setting + ": " + text, false, Fault.SETTINGS);
    }

    /** What TLS to port is made of. */
    TlsFiles tls(Pem files, int port) {
        if (authorizer.isPresent()) {
            return tls(
                    setting("cert", ""),
                    setting("key", ""),
                    true,
                    MQTT); // there is no other way in
        }
        return tls(
                setting("cert", files.certificate()),
                setting("key", files.key()),
                port == AwsServer.ALPN_PORT,
                MQTT_WITH_CERTIFICATE);
    }

    /** What TLS with the certificate of the claim is made of. */
    TlsFiles claimTls(Claim by, int port) {
        return tls(
                setting("provision.cert", by.certificate()),
                setting("provision.key", by.key()),
                port == AwsServer.ALPN_PORT,
                MQTT_WITH_CERTIFICATE);
    }

    private TlsFiles tls(TlsSetting certificate, TlsSetting key, boolean alpn, String protocol) {
        return new TlsFiles(
                setting("ca_cert", pem.authority()),
                certificate,
                key,
                setting("ciphers", ""),
                alpn ? List.of(protocol) : List.of(),
                true);
    }

    private static TlsSetting setting(String name, String value) {
        return new TlsSetting(SECTION + "." + name, value);
    }
}
