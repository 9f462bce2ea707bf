package ccm.cloud.watson;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import ccm.parts.tls.TlsFiles;
import ccm.parts.tls.TlsSetting;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The section {@code watson}, without what the component alone needs; its text shows no secret.
 *
 * @param hostName {@code HOST} or {@code HOST:PORT}
 * @param clientId not expanded
 * @param token empty for none
 */
record WatsonSettings(
        String hostName, String clientId, String token, Files pem, Duration keepAlive) {
    private static final String SECTION = "watson.";
    private static final int TLS_PORT = 8883;
    private static final int MAX_PORT = 65_535;
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9.-]+)(?::(\\d{1,5}))?");

    /** Names of PEM files, empty where not set. */
    record Files(String authority, String certificate, String key) {}

    /** Where to connect. */
    record Address(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    static CloudException fault(String name, String text) {
        return new CloudException(SECTION + name + ": " + text, false, Fault.SETTINGS);
    }

    /** True for the organization in which everybody may try a device, and few things work. */
    boolean quickstart() {
        return Identity.quickstart(clientId);
    }

    Address address() throws CloudException {
        if (hostName.isEmpty()) {
            throw fault(
                    "host_name",
                    "is empty. write the host of the platform's messaging, HOST or HOST:PORT");
        }
        Matcher found = ADDRESS.matcher(hostName);
        int port =
                !found.matches()
                        ? 0
                        : found.group(2) == null ? TLS_PORT : Integer.parseInt(found.group(2));
        if (port < 1 || port > MAX_PORT) {
            throw fault("host_name", "is \"" + hostName + "\". write HOST or HOST:PORT");
        }
        return new Address(found.group(1), port);
    }

    /** Where to, for people. */
    String serves() {
        try {
            return address().toString();
        } catch (CloudException e) { // said at every attempt
            return "watson.host_name";
        }
    }

    /**
     * Whether there is something to log in with.
     *
     * @throws CloudException there is not: says what to set
     */
    void checkCredentials() throws CloudException {
        if (!quickstart() && token.isEmpty() && pem.certificate().isEmpty()) {
            throw fault(
                    "token",
                    "is empty. set the token that the platform showed at registration, or cert and"
                            + " key");
        }
    }

    TlsFiles tlsFiles() {
        boolean own = !quickstart();
        return new TlsFiles(
                new TlsSetting(SECTION + "ca_cert", pem.authority()),
                new TlsSetting(SECTION + "cert", own ? pem.certificate() : ""),
                new TlsSetting(SECTION + "key", own ? pem.key() : ""),
                new TlsSetting(SECTION + "ciphers", ""),
                List.of(),
                true);
    }

    @Override
    public String toString() {
        return "WatsonSettings[" + clientId + " at " + hostName + "]";
    }
}
