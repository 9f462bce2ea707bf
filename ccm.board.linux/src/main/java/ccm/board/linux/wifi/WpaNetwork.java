package ccm.board.linux.wifi;

import ccm.api.wifi.WifiJoin;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.freedesktop.dbus.types.Variant;

/** A network under the names that wpa_supplicant has. */
final class WpaNetwork {
    private static final String MARK = "id_str"; // nothing but a name for scripts
    private static final String OURS = ProfileSettings.STATION;
    private static final int PROTECTED_FRAMES = 2;
    private static final Pattern KEY = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern WEP_KEY = Pattern.compile("[0-9a-fA-F]{10}|[0-9a-fA-F]{26}");

    private WpaNetwork() {}

    static Map<String, Variant<?>> of(WifiJoin request, Login login) {
        Map<String, Variant<?>> network = new HashMap<>();
        network.put(MARK, Values.text(OURS));
        network.put("ssid", Values.bytes(new Ssid(request.ssid(), request.utf8()).bytes()));
        if (request.hidden()) {
            network.put("scan_ssid", Values.signed(1));
        }
        if (!request.bssid().isEmpty()) {
            network.put("bssid", Values.text(request.bssid()));
        }
        network.put("key_mgmt", Values.text(management(login)));
        switch (login) {
            case OPEN -> {
                // nothing more
            }
            case OWE -> network.put("ieee80211w", Values.signed(PROTECTED_FRAMES));
            case WEP -> network.put("wep_key0", secret(request.password(), WEP_KEY));
            case PSK -> network.put("psk", secret(request.password(), KEY));
            case SAE -> {
                network.put("sae_password", Values.text(request.password()));
                network.put("ieee80211w", Values.signed(PROTECTED_FRAMES));
            }
            case ENTERPRISE ->
                    request.enterprise().ifPresent(who -> login(network, who, request.password()));
        }
        return network;
    }

    /** Whether one with these properties, which are as in its file, was made by us. */
    static boolean isOurs(Object properties) {
        return properties instanceof Map<?, ?> map
                && String.valueOf(map.get(MARK)).equals('"' + OURS + '"');
    }

    /** A text is a password for it, whatever it looks like; a key is bytes. */
    private static Variant<?> secret(String given, Pattern key) {
        return key.matcher(given).matches()
                ? Values.bytes(HexFormat.of().parseHex(given))
                : Values.text(given);
    }

    private static String management(Login login) {
        return switch (login) {
            case OPEN, WEP -> "NONE";
            case OWE -> "OWE";
            case PSK -> "WPA-PSK";
            case SAE -> "SAE";
            case ENTERPRISE -> "WPA-EAP";
        };
    }

    private static void login(
            Map<String, Variant<?>> network, WifiJoin.Enterprise who, String password) {
        network.put("identity", Values.text(who.user()));
        if (!who.outer().isEmpty()) {
            network.put("anonymous_identity", Values.text(who.outer()));
        }
        if (!who.authorities().isEmpty()) {
            network.put("ca_cert", Values.text(who.authorities()));
        }
        if (who.key().isEmpty()) {
            network.put("eap", Values.text("PEAP"));
            network.put("phase2", Values.text("auth=MSCHAPV2"));
            network.put("password", Values.text(password));
        } else {
            network.put("eap", Values.text("TLS"));
            network.put("client_cert", Values.text(who.certificate()));
            network.put("private_key", Values.text(who.key()));
        }
    }
}
