package ccm.api.wifi;

import java.util.Objects;

/**
 * An access point to open.
 *
 * @param ssid its name, 1 to 31 characters
 * @param password 8 to 63 characters; empty for an open network
 * @param hidden true not to announce the name
 * @param channel number of the channel in the 2.4 GHz band; 0 for any
 * @param ip the gateway's own address in it
 * @param prefix bits of the network, 8 to 30
 * @param hostname a name that the gateway is served under in it, for who can tell those who join;
 *     empty for none
 */
public record WifiAccessPoint(
        String ssid,
        String password,
        boolean hidden,
        int channel,
        String ip,
        int prefix,
        String hostname) {
    public WifiAccessPoint {
        Objects.requireNonNull(ssid, "ssid");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(ip, "ip");
        Objects.requireNonNull(hostname, "hostname");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "WifiAccessPoint[" + ssid + ", channel " + channel + ", " + ip + "]";
    }
}
