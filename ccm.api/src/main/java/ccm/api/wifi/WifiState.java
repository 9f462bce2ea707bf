package ccm.api.wifi;

import java.util.Objects;

/**
 * What is known of a radio as one that joins networks.
 *
 * @param phase where it stands
 * @param ssid the network that it is in, or tries; empty for none
 * @param bssid the access point; empty for none
 * @param ip its IPv4 address; empty for none
 * @param rssi strength in dBm; 0 when not joined
 * @param trouble why it is not joined, for people; empty when it is, or when nothing was asked for
 */
public record WifiState(
        Phase phase, String ssid, String bssid, String ip, int rssi, String trouble) {
    public WifiState {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(ssid, "ssid");
        Objects.requireNonNull(bssid, "bssid");
        Objects.requireNonNull(ip, "ip");
        Objects.requireNonNull(trouble, "trouble");
    }

    /** Where it stands. */
    public enum Phase {
        /** Switched off (rfkill, a flight mode), or the system's service does not use it. */
        OFF,
        DISCONNECTED,
        CONNECTING,
        /** Joined, no address yet. */
        CONNECTED,
        GOT_IP
    }
}
