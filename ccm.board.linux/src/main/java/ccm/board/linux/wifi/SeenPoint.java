package ccm.board.linux.wifi;

import ccm.api.wifi.WifiJoin;
import ccm.api.wifi.WifiNetwork;
import ccm.api.wifi.WifiNetwork.Protection;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An access point as the system saw it.
 *
 * @param ssid its name, empty when it hides it
 * @param bssid its address
 * @param mhz where it is
 * @param percent how strong
 * @param privacy whether it encrypts at all
 * @param wpa flags of WPA
 * @param rsn flags of WPA2 and WPA3
 * @param infrastructure false for another gateway's own, and for ad-hoc networks
 */
record SeenPoint(
        Ssid ssid,
        String bssid,
        int mhz,
        int percent,
        boolean privacy,
        int wpa,
        int rsn,
        boolean infrastructure) {
    private static final int PSK = 0x100;
    private static final int EAP = 0x200;
    private static final int ENTERPRISE = EAP | 0x2000;
    private static final int SAE = 0x400;
    private static final int OWE = 0x800;
    private static final int INFRASTRUCTURE = 2;

    private static final int BAND_5 = 5000;
    private static final int LOWEST_OF_5 = 4900;
    private static final int BAND_6 = 5950;
    private static final int BAND_2 = 2407;
    private static final int CHANNEL_14_MHZ = 2484;
    private static final int CHANNEL_14 = 14;
    private static final int MHZ = 5;

    private static final int STRONGEST_DBM = -40;
    private static final double DBM_PER_PERCENT = 0.6;
    private static final int FULL = 100;

    static SeenPoint of(Map<String, Object> properties) {
        return new SeenPoint(
                Ssid.of(Values.bytes(properties.get("Ssid"))),
                String.valueOf(properties.get("HwAddress")).toLowerCase(Locale.ROOT),
                number(properties, "Frequency"),
                number(properties, "Strength"),
                (number(properties, "Flags") & 1) != 0,
                number(properties, "WpaFlags"),
                number(properties, "RsnFlags"),
                number(properties, "Mode") == INFRASTRUCTURE);
    }

    /** The same as wpa_supplicant tells it. */
    static SeenPoint ofBss(Map<String, Object> properties) {
        return new SeenPoint(
                Ssid.of(Values.bytes(properties.get("SSID"))),
                address(Values.bytes(properties.get("BSSID"))),
                number(properties, "Frequency"),
                percent(number(properties, "Signal")),
                Boolean.TRUE.equals(properties.get("Privacy")),
                flags(properties.get("WPA")),
                flags(properties.get("RSN")),
                !"ad-hoc".equals(properties.get("Mode")));
    }

    private static String address(byte[] bytes) {
        return HexFormat.ofDelimiter(":").formatHex(bytes);
    }

    private static int percent(int dbm) {
        return (int) Math.max(0, Math.min(FULL, FULL + (dbm - STRONGEST_DBM) / DBM_PER_PERCENT));
    }

    private static int flags(Object group) {
        int flags = 0;
        Object names = group instanceof Map<?, ?> map ? map.get("KeyMgmt") : List.of();
        for (Object name : NetworkManager.list(names)) {
            String text = name.toString();
            if (text.contains("psk")) {
                flags |= PSK;
            } else if (text.contains("sae")) {
                flags |= SAE;
            } else if (text.contains("owe")) {
                flags |= OWE;
            } else if (text.contains("eap")) {
                flags |= EAP;
            }
        }
        return flags;
    }

    /** One entry for each name and kind, the strongest first. */
    static List<WifiNetwork> networks(List<SeenPoint> points) {
        Map<String, WifiNetwork> best = new HashMap<>();
        for (SeenPoint point : points) {
            if (point.infrastructure && point.named()) {
                WifiNetwork network = point.network();
                best.merge(
                        network.ssid() + network.utf8() + network.protection(),
                        network,
                        (one, other) -> one.rssi() >= other.rssi() ? one : other);
            }
        }
        return best.values().stream()
                .sorted(
                        Comparator.comparingInt(WifiNetwork::rssi)
                                .reversed()
                                .thenComparing(WifiNetwork::ssid))
                .toList();
    }

    /** Those that can be the network that is asked for. */
    static List<SeenPoint> of(WifiJoin request, List<SeenPoint> points) {
        byte[] name = new Ssid(request.ssid(), request.utf8()).bytes();
        return points.stream()
                .filter(SeenPoint::infrastructure)
                .filter(point -> Arrays.equals(point.ssid().bytes(), name))
                .filter(
                        point ->
                                request.bssid().isEmpty()
                                        || point.bssid().equalsIgnoreCase(request.bssid()))
                .toList();
    }

    WifiNetwork network() {
        return new WifiNetwork(ssid.text(), ssid.utf8(), bssid, protection(), channel(), rssi());
    }

    Protection protection() {
        boolean psk1 = (wpa & PSK) != 0;
        boolean psk2 = (rsn & PSK) != 0;
        if (psk1 || psk2) {
            return psk1 && psk2 ? Protection.WPA_WPA2 : psk1 ? Protection.WPA : Protection.WPA2;
        }
        if ((rsn & SAE) != 0) {
            return Protection.WPA3;
        }
        if (((wpa | rsn) & ENTERPRISE) != 0) {
            return Protection.ENTERPRISE;
        }
        return privacy && !enhancedOpen() ? Protection.WEP : Protection.OPEN;
    }

    /** Encrypted without a password. */
    boolean enhancedOpen() {
        return (rsn & OWE) != 0;
    }

    int channel() {
        if (mhz == CHANNEL_14_MHZ) {
            return CHANNEL_14;
        }
        int band = mhz < LOWEST_OF_5 ? BAND_2 : mhz <= BAND_6 ? BAND_5 : BAND_6;
        return (mhz - band) / MHZ;
    }

    /** Percents are all there is: 100 is the strongest there is. */
    int rssi() {
        return (int) Math.round(STRONGEST_DBM - DBM_PER_PERCENT * (FULL - percent));
    }

    private boolean named() {
        return ssid.text().chars().anyMatch(character -> character != 0);
    }

    private static int number(Map<String, Object> properties, String name) {
        Object value = properties.get(name);
        if (value instanceof Byte small) {
            return Byte.toUnsignedInt(small);
        }
        return value instanceof Number number ? number.intValue() : 0;
    }
}
