package ccm.cloud.azure;

import java.util.Optional;

/**
 * Who we are to which hub.
 *
 * @param host of the hub, as it stands in tokens and user names
 * @param device its id there
 * @param key signs tokens; empty when a certificate says who we are
 * @param gateway what to connect to in the place of the hub; empty for the hub itself
 */
record HubLogin(String host, String device, Optional<SasKey> key, Optional<String> gateway) {
    private static final String VERSION = "/?api-version=2021-04-12";

    String user() {
        return host + "/" + device + VERSION;
    }

    /** What a token opens. */
    String resource() {
        return host + "/devices/" + device;
    }
}
