package ccm.cloud.mdash;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import ccm.parts.tls.TlsFiles;
import ccm.parts.tls.TlsSetting;
import java.time.Duration;
import java.util.List;

/**
 * The section {@code dash}.
 *
 * @param server as it is written
 * @param token of the device
 * @param tls names of PEM files
 * @param sendLogs whether our log goes there too
 * @param min from a failure to the next attempt, doubled each time
 * @param max at most
 * @param frames what ours are like
 */
record DashSettings(
        String server,
        String token,
        Files tls,
        boolean sendLogs,
        Duration min,
        Duration max,
        Frames frames) {
    private static final String SECTION = "dash.";

    /** Names of PEM files, empty where not set. */
    record Files(String authority, String certificate, String key) {}

    /**
     * What our frames are like.
     *
     * @param largest bytes of a message or a report with all that is around it
     * @param key true to say who we are in each of them, as first devices did
     * @param answered true where the server answers each message
     */
    record Frames(int largest, boolean key, boolean answered) {}

    static CloudException fault(String name, String text) {
        return new CloudException(SECTION + name + ": " + text, false, Fault.SETTINGS);
    }

    /**
     * Where to connect.
     *
     * @throws CloudException names the setting that is missing or wrong
     */
    DashAddress address() throws CloudException {
        if (token.isBlank()) {
            throw fault("token", "is empty. copy the token of the device from mDash");
        }
        if (token.chars().anyMatch(one -> one <= ' ' || one > '~')) {
            throw fault(
                    "token", "has a space or another character that no token has. copy it anew");
        }
        return DashAddress.of(server);
    }

    TlsFiles tlsFiles() {
        return new TlsFiles(
                new TlsSetting(SECTION + "ssl_ca_cert", tls.authority()),
                new TlsSetting(SECTION + "ssl_cert", tls.certificate()),
                new TlsSetting(SECTION + "ssl_key", tls.key()),
                new TlsSetting(SECTION + "ciphers", ""),
                List.of(),
                true);
    }

    @Override
    public String toString() {
        return "DashSettings[" + server + "]"; // the token is a secret
    }
}
