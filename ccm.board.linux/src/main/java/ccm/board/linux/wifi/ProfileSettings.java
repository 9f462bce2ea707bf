package ccm.board.linux.wifi;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.wifi.WifiAccessPoint;
import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.api.wifi.WifiJoin;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.freedesktop.dbus.types.Variant;

/** The settings of a profile, in the groups and under the names that NetworkManager has. */
final class ProfileSettings {
    /** Whatever begins so was made by CCM, of this run or an earlier one. */
    static final String OURS = "ccm-";

    static final String STATION = OURS + "sta";
    static final String ACCESS_POINT = OURS + "ap";

    private static final String TYPE = "802-11-wireless";
    private static final String SECURITY = TYPE + "-security";
    private static final String KEY = "key-mgmt";
    private static final int NOT_REQUIRED = 4;
    private static final int NO_PMF = 1; // phones of some years ago do not know it
    private static final int FOR_EVER = 0;
    private static final int LAST_OF_2_GHZ = 14;

    private final Map<String, Map<String, Variant<?>>> groups = new HashMap<>();

    private ProfileSettings() {}

    /** A network to join, with this device alone. */
    static Map<String, Map<String, Variant<?>>> join(WifiJoin request, Login login, String device)
            throws WifiException {
        ProfileSettings settings = new ProfileSettings();
        settings.connection(STATION, device, true);
        settings.put(TYPE, "mode", Values.text("infrastructure"));
        settings.put(TYPE, "ssid", Values.bytes(new Ssid(request.ssid(), request.utf8()).bytes()));
        if (request.hidden()) {
            settings.put(TYPE, "hidden", Values.yes(true));
        }
        if (!request.bssid().isEmpty()) {
            settings.put(TYPE, "bssid", Values.bytes(address(request)));
        }
        settings.security(request, login);
        settings.station(request);
        return settings.groups;
    }

    /** An access point on this device. */
    static Map<String, Map<String, Variant<?>>> accessPoint(
            WifiAccessPoint request, int channel, String device) {
        ProfileSettings settings = new ProfileSettings();
        settings.connection(ACCESS_POINT, device, false);
        settings.put(TYPE, "mode", Values.text("ap"));
        settings.put(TYPE, "ssid", Values.bytes(request.ssid().getBytes(UTF_8)));
        settings.put(TYPE, "band", Values.text(channel > LAST_OF_2_GHZ ? "a" : "bg"));
        if (channel > 0) {
            settings.put(TYPE, "channel", Values.number(channel));
        }
        if (request.hidden()) {
            settings.put(TYPE, "hidden", Values.yes(true));
        }
        if (!request.password().isEmpty()) {
            settings.put(SECURITY, KEY, Values.text("wpa-psk"));
            settings.put(SECURITY, "psk", Values.text(request.password()));
            settings.put(SECURITY, "proto", Values.texts("rsn"));
            settings.put(SECURITY, "pairwise", Values.texts("ccmp"));
            settings.put(SECURITY, "group", Values.texts("ccmp"));
            settings.put(SECURITY, "pmf", Values.signed(NO_PMF));
        }
        settings.put("ipv4", "method", Values.text("shared"));
        settings.put("ipv4", "address-data", Values.address(request.ip(), request.prefix()));
        settings.put("ipv6", "method", Values.text("ignore"));
        return settings.groups;
    }

    private void connection(String id, String device, boolean again) {
        put("connection", "id", Values.text(id));
        put("connection", "uuid", Values.text(UUID.randomUUID().toString()));
        put("connection", "type", Values.text(TYPE));
        put("connection", "interface-name", Values.text(device));
        put("connection", "autoconnect", Values.yes(again));
        if (again) {
            put("connection", "autoconnect-retries", Values.signed(FOR_EVER));
        }
    }

    private void security(WifiJoin request, Login login) {
        switch (login) {
            case OPEN -> {
                // the group is left out
            }
            case OWE -> put(SECURITY, KEY, Values.text("owe"));
            case WEP -> {
                put(SECURITY, KEY, Values.text("none"));
                put(SECURITY, "wep-key0", Values.text(request.password()));
                put(SECURITY, "wep-key-type", Values.number(1));
            }
            case PSK -> {
                put(SECURITY, KEY, Values.text("wpa-psk"));
                put(SECURITY, "psk", Values.text(request.password()));
            }
            case SAE -> {
                put(SECURITY, KEY, Values.text("sae"));
                put(SECURITY, "psk", Values.text(request.password()));
            }
            case ENTERPRISE -> {
                put(SECURITY, KEY, Values.text("wpa-eap"));
                request.enterprise().ifPresent(who -> login(who, request.password()));
            }
        }
    }

    private void login(WifiJoin.Enterprise who, String password) {
        String group = "802-1x";
        put(group, "identity", Values.text(who.user()));
        if (!who.outer().isEmpty()) {
            put(group, "anonymous-identity", Values.text(who.outer()));
        }
        if (who.authorities().isEmpty()) {
            put(group, "system-ca-certs", Values.yes(true));
        } else {
            put(group, "ca-cert", file(who.authorities()));
        }
        if (who.key().isEmpty()) {
            put(group, "eap", Values.texts("peap"));
            put(group, "phase2-auth", Values.text("mschapv2"));
            put(group, "password", Values.text(password));
        } else {
            put(group, "eap", Values.texts("tls"));
            put(group, "client-cert", file(who.certificate()));
            put(group, "private-key", file(who.key()));
            put(group, "private-key-password-flags", Values.number(NOT_REQUIRED));
        }
    }

    private void station(WifiJoin request) throws WifiException {
        put("ipv4", "may-fail", Values.yes(false));
        if (!request.hostname().isEmpty()) {
            put("ipv4", "dhcp-hostname", Values.text(request.hostname()));
        }
        put("ipv4", "method", Values.text(request.address().isPresent() ? "manual" : "auto"));
        if (request.address().isPresent()) {
            fixed(request, request.address().get());
        }
        put("ipv6", "method", Values.text("auto"));
    }

    private void fixed(WifiJoin request, WifiJoin.Address fixed) throws WifiException {
        put("ipv4", "address-data", Values.address(fixed.ip(), fixed.prefix()));
        if (!fixed.gateway().isEmpty()) {
            put("ipv4", "gateway", Values.text(fixed.gateway()));
        }
        if (!fixed.nameserver().isEmpty()) {
            try {
                put("ipv4", "dns", Values.nameserver(fixed.nameserver()));
            } catch (NumberFormatException e) {
                throw wrong(request, "nameserver", fixed.nameserver(), "192.168.1.1");
            }
        }
    }

    private void put(String group, String name, Variant<?> value) {
        groups.computeIfAbsent(group, any -> new HashMap<>()).put(name, value);
    }

    private static Variant<?> file(String path) {
        return Values.bytes(("file://" + path + "\0").getBytes(UTF_8));
    }

    private static byte[] address(WifiJoin request) throws WifiException {
        try {
            return HexFormat.ofDelimiter(":").parseHex(request.bssid());
        } catch (IllegalArgumentException e) {
            throw wrong(request, "bssid", request.bssid(), "02:00:00:00:01:00");
        }
    }

    /** A vendor's layer is not checked before. */
    private static WifiException wrong(
            WifiJoin request, String name, String value, String example) {
        return Refusals.failed(
                Kind.UNSUPPORTED,
                request.ssid(),
                name + " is \"" + value + "\", must be like " + example);
    }
}
