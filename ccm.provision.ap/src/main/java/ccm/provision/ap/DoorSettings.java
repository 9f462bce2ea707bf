package ccm.provision.ap;

import java.util.Locale;

/**
 * Where the server listens, and who it is.
 *
 * @param address IPv4 address
 * @param port 0 for any free one
 * @param mask who is in the network of that address may call
 * @param hostname a name for the address; empty for none
 * @param network name of the gateway's own WiFi network
 * @param id of the gateway
 */
record DoorSettings(
        String address, int port, String mask, String hostname, String network, String id) {
    private static final int HTTP = 80;

    /** The page's URL, without the port that everybody knows. */
    String url(int bound) {
        return "http://" + address + (bound == HTTP ? "" : ":" + bound) + "/";
    }

    /** True for a field {@code Host} that names this server: by its address or by its name. */
    boolean isOwn(String host) {
        String name = host.replaceAll(":\\d{1,5}$", "").toLowerCase(Locale.ROOT);
        return name.equals(address)
                || !hostname.isEmpty() && name.equals(hostname.toLowerCase(Locale.ROOT));
    }
}
