package ccm.api.wifi;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A network to join.
 *
 * @param ssid its name, see the package
 * @param utf8 false when the name's bytes are no UTF-8
 * @param password empty for an open network
 * @param bssid the one access point to use; empty for any
 * @param hidden true to look for a name that nobody announces
 * @param enterprise how to log in to an enterprise network
 * @param address a fixed address; empty for DHCP
 * @param hostname name told to the DHCP server; empty for the system's
 * @param limit how long it may take, address included
 */
public record WifiJoin(
        String ssid,
        boolean utf8,
        String password,
        String bssid,
        boolean hidden,
        Optional<Enterprise> enterprise,
        Optional<Address> address,
        String hostname,
        Duration limit) {
    public WifiJoin {
        Objects.requireNonNull(ssid, "ssid");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(bssid, "bssid");
        Objects.requireNonNull(enterprise, "enterprise");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(hostname, "hostname");
        Objects.requireNonNull(limit, "limit");
    }

    /**
     * A login to an enterprise network (WPA2-Enterprise): EAP-TLS when there is a key, else PEAP
     * with MSCHAPv2 and the password.
     *
     * @param user name of the user
     * @param outer name shown before the tunnel is closed; empty for the user's
     * @param certificate PEM file of the client; empty for none
     * @param key PEM file of the client's key; empty for none
     * @param authorities PEM file that the network's certificate is checked against; empty for the
     *     system's
     */
    public record Enterprise(
            String user, String outer, String certificate, String key, String authorities) {}

    /**
     * A fixed IPv4 address.
     *
     * @param ip the address
     * @param prefix bits of the network, 1 to 30
     * @param gateway the router; empty for none
     * @param nameserver empty for none
     */
    public record Address(String ip, int prefix, String gateway, String nameserver) {}

    /** The name alone: what is secret is no part of it. */
    @Override
    public String toString() {
        return "WifiJoin[" + ssid + "]";
    }
}
