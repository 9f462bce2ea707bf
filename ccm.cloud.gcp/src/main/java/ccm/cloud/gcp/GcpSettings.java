package ccm.cloud.gcp;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import ccm.parts.tls.TlsFiles;
import ccm.parts.tls.TlsSetting;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The section {@code gcp}, without what the component alone needs.
 *
 * @param server empty for that of the region
 * @param device empty for the device's own id
 * @param pem names of PEM files
 * @param tokenTtl how long a token is good for
 */
record GcpSettings(
        String server,
        String project,
        String region,
        String registry,
        String device,
        Files pem,
        Duration tokenTtl) {
    private static final String SECTION = "gcp.";
    private static final int TLS_PORT = 8883;
    private static final int MAX_PORT = 65_535;
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9][-A-Za-z0-9._~:%]{0,254}");
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9.-]+)(?::(\\d{1,5}))?");

    /** All that a registry allows, but + which is a wildcard in topics. */
    private static final Pattern DEVICE = Pattern.compile("[A-Za-z][-A-Za-z0-9._~%]{2,254}");

    /** Names of PEM files, empty where not set. */
    record Files(String authority, String key) {}

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

    /** Who we are to the registry; not checked. */
    String deviceId(String id) {
        return device.isEmpty() ? id : device;
    }

    /**
     * The MQTT client id.
     *
     * @param id of this gateway
     * @throws CloudException names the setting that is missing or wrong
     */
    String clientId(String id) throws CloudException {
        String name = deviceId(id);
        if (!DEVICE.matcher(name).matches() || name.startsWith("goog")) {
            throw fault(
                    "device",
                    "is \""
                            + name
                            + "\". a registry takes 3 to 255 letters, digits and -._~%, a letter"
                            + " first, and not goog at the beginning");
        }
        return "projects/"
                + part("project", project)
                + "/locations/"
                + part("region", region)
                + "/registries/"
                + part("registry", registry)
                + "/devices/"
                + name;
    }

    private static String part(String name, String value) throws CloudException {
        if (value.isEmpty()) {
            throw fault(name, "is empty. set it as the console of the cloud shows it");
        }
        if (!PART.matcher(value).matches()) {
            throw fault(
                    name,
                    "is \"" + value + "\". set its id alone, as the console of the cloud shows it");
        }
        return value;
    }

    Address address() throws CloudException {
        if (server.isEmpty()) {
            return new Address(part("region", region) + "-mqtt.clearblade.com", TLS_PORT);
        }
        Matcher found = ADDRESS.matcher(server);
        int port =
                !found.matches()
                        ? 0
                        : found.group(2) == null ? TLS_PORT : Integer.parseInt(found.group(2));
        if (port < 1 || port > MAX_PORT) {
            throw fault("server", "is \"" + server + "\". write HOST or HOST:PORT");
        }
        return new Address(found.group(1), port);
    }

    /** Where to, for people. */
    String serves() {
        try {
            return address().toString();
        } catch (CloudException e) { // said at every attempt
            return server.isEmpty() ? "gcp.region" : server;
        }
    }

    TlsFiles tlsFiles() {
        return new TlsFiles(
                new TlsSetting(SECTION + "ca_cert", pem.authority()),
                new TlsSetting(SECTION + "cert", ""),
                new TlsSetting(SECTION + "key", ""),
                new TlsSetting(SECTION + "ciphers", ""),
                List.of(),
                true);
    }
}
