package ccm.api.wifi;

import java.util.Objects;

/**
 * A network that was seen.
 *
 * @param ssid its name, see the package
 * @param utf8 false when the name's bytes are no UTF-8
 * @param bssid address of its strongest access point: {@code aa:bb:cc:dd:ee:ff}
 * @param protection what it wants from those who join
 * @param channel number of the channel
 * @param rssi strength in dBm, guessed when the system gives percents
 */
public record WifiNetwork(
        String ssid, boolean utf8, String bssid, Protection protection, int channel, int rssi) {
    public WifiNetwork {
        Objects.requireNonNull(ssid, "ssid");
        Objects.requireNonNull(bssid, "bssid");
        Objects.requireNonNull(protection, "protection");
    }

    /** What a network wants, with the number that {@code Wifi.Scan} of Mongoose OS has for it. */
    public enum Protection {
        OPEN(0),
        WEP(1),
        WPA(2),
        WPA2(3),
        WPA_WPA2(4),
        ENTERPRISE(5),
        /** SAE alone; Mongoose OS has no number for it and clients know the nearest one. */
        WPA3(3);

        private final int auth;

        Protection(int auth) {
            this.auth = auth;
        }

        /** The member {@code auth} of {@code Wifi.Scan}. */
        public int auth() {
            return auth;
        }
    }
}
