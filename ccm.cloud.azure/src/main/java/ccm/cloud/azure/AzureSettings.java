package ccm.cloud.azure;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import ccm.parts.tls.TlsFiles;
import ccm.parts.tls.TlsSetting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code azure}.
 *
 * @param cs the connection string; empty when a certificate or the provisioning service is used
 * @param tokenTtl how long a token is good for
 * @param host of the hub
 * @param device its id there; empty for the device's own
 * @param server what to connect to in the place of the hub; empty for the hub
 * @param tls names of PEM files
 * @param webSocket true for port 443
 * @param dps assigns a hub and an id there, when it is on
 */
record AzureSettings(
        String cs,
        Duration tokenTtl,
        String host,
        String device,
        String server,
        Files tls,
        boolean webSocket,
        DpsSettings dps) {
    private static final String SECTION = "azure.";
    static final int TLS_PORT = 8883;
    static final int WEB_PORT = 443;

    /** Names of PEM files, empty where not set. */
    record Files(String authority, String certificate, String key) {}

    static CloudException fault(String name, String text) {
        return new CloudException(SECTION + name + ": " + text, false, Fault.SETTINGS);
    }

    /**
     * Who we are, when it is set here and not assigned.
     *
     * @param id of this gateway
     * @throws CloudException names the setting that is missing or wrong
     */
    HubLogin login(String id) throws CloudException {
        if (cs.isBlank()) {
            return certified(id);
        }
        if (!host.isBlank()) {
            throw fault("host_name", "is set, and cs names a host too. empty one of the two");
        }
        try {
            HubLogin login = ConnectionString.login(cs);
            if (login.key().isEmpty()) {
                needCertificate();
            }
            return login;
        } catch (IllegalArgumentException e) {
            throw fault("cs", e.getMessage());
        }
    }

    private HubLogin certified(String id) throws CloudException {
        if (host.isBlank()) {
            throw fault(
                    "cs",
                    "is empty, and so are host_name and dps.id_scope. set cs, or host_name with"
                            + " cert and key, or dps.id_scope");
        }
        if (!HubName.valid(host)) {
            throw fault(
                    "host_name", "is \"" + host + "\", no host name such as x.azure-devices.net");
        }
        String name = device.isEmpty() ? id : device;
        Optional<String> wrong = DeviceName.fault(name);
        if (wrong.isPresent()) {
            throw fault("device_id", wrong.get());
        }
        needCertificate();
        return new HubLogin(host, name, Optional.empty(), Optional.empty());
    }

    /** Where to, for people: nothing is checked, and no secret told. */
    String serves() {
        if (dps.on()) {
            return dps.host();
        }
        try {
            return address(login("device")).toString();
        } catch (CloudException e) { // said at every attempt
            return host.isBlank() ? "azure.cs" : host;
        }
    }

    /** Without a key the certificate is all that says who we are. */
    void needCertificate() throws CloudException {
        if (tls.certificate().isEmpty()) {
            throw fault("cert", "is empty. name the PEM file of this device's certificate");
        }
    }

    /** Where to connect. */
    HubName address(HubLogin login) throws CloudException {
        String where = server.isBlank() ? login.gateway().orElse(login.host()) : server.trim();
        if (!HubName.valid(where)) {
            throw fault("server", "is \"" + where + "\". write HOST or HOST:PORT");
        }
        return HubName.of(where, webSocket ? WEB_PORT : TLS_PORT);
    }

    /** A certificate is shown only where there is no key. */
    TlsFiles tlsFiles(boolean certified) {
        return new TlsFiles(
                new TlsSetting(SECTION + "ca_cert", tls.authority()),
                new TlsSetting(SECTION + "cert", certified ? tls.certificate() : ""),
                new TlsSetting(SECTION + "key", certified ? tls.key() : ""),
                new TlsSetting(SECTION + "ciphers", ""),
                List.of(),
                true);
    }

    @Override
    public String toString() {
        return "AzureSettings[" + host + "]"; // cs holds a key
    }
}
