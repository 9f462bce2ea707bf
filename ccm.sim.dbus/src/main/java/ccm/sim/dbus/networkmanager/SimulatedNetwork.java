package ccm.sim.dbus.networkmanager;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.sim.dbus.bus.PropertyBag;
import java.time.Duration;
import java.util.Map;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/**
 * A network in reach: at first an open one on channel 6 that gives an address at once. Each method
 * changes that, also while somebody is in it.
 */
public final class SimulatedNetwork {
    private static final int PRIVACY = 1;
    private static final int PSK = 0x100;
    private static final int ENTERPRISE = 0x200;
    private static final int SAE = 0x400;
    private static final int CCMP = 0x88;
    private static final int FIRST_CHANNEL_MHZ = 2407;
    private static final int CHANNEL_MHZ = 5;
    private static final int FIVE_GHZ = 5000;
    private static final int LAST_OF_2_GHZ = 13;

    private final byte[] ssid;
    private volatile String password = "";
    private volatile String user = "";
    private volatile String bssid = "02:00:00:00:01:00";
    private volatile int channel = 6;
    private volatile int strength = 70;
    private volatile int wpa;
    private volatile int rsn;
    private volatile boolean hidden;
    private volatile boolean addresses = true;
    private volatile int refusal;
    private volatile Duration delay = Duration.ZERO;

    SimulatedNetwork(byte[] ssid) {
        this.ssid = ssid.clone();
    }

    /** WPA2 with this password. */
    public SimulatedNetwork password(String secret) {
        password = secret;
        rsn = PSK | CCMP;
        return this;
    }

    /** WPA3 alone, with the password that was given. */
    public SimulatedNetwork sae() {
        rsn = SAE | CCMP;
        return this;
    }

    /** WPA and WPA2, with the password that was given. */
    public SimulatedNetwork alsoWpa() {
        wpa = PSK | CCMP;
        return this;
    }

    /** WPA2-Enterprise: a user and a password. */
    public SimulatedNetwork enterprise(String login, String secret) {
        user = login;
        password = secret;
        rsn = ENTERPRISE | CCMP;
        return this;
    }

    /** The address of its access point. */
    public SimulatedNetwork bssid(String address) {
        bssid = address;
        return this;
    }

    public SimulatedNetwork channel(int number) {
        channel = number;
        return this;
    }

    /** Percents. */
    public SimulatedNetwork strength(int percents) {
        strength = percents;
        return this;
    }

    /** Does not announce its name. */
    public SimulatedNetwork hidden() {
        hidden = true;
        return this;
    }

    /** Lets in, but gives no address. */
    public SimulatedNetwork withoutAddresses() {
        addresses = false;
        return this;
    }

    /** Turns everybody down, for this reason of NetworkManager's. */
    public SimulatedNetwork refusing(int reason) {
        refusal = reason;
        return this;
    }

    /** Takes this long before it answers. */
    public SimulatedNetwork delay(Duration time) {
        delay = time;
        return this;
    }

    byte[] ssid() {
        return ssid.clone();
    }

    String name() {
        return new String(ssid, UTF_8);
    }

    String bssid() {
        return bssid;
    }

    boolean isHidden() {
        return hidden;
    }

    boolean givesAddresses() {
        return addresses;
    }

    int refusal() {
        return refusal;
    }

    Duration delay() {
        return delay;
    }

    /** Whether these settings hold what it wants. */
    boolean letsIn(Map<String, Map<String, Variant<?>>> settings) {
        Map<String, Variant<?>> security =
                settings.getOrDefault("802-11-wireless-security", Map.of());
        if ((wpa | rsn) == 0) {
            return security.isEmpty();
        }
        if ((rsn & ENTERPRISE) != 0) {
            Map<String, Variant<?>> login = settings.getOrDefault("802-1x", Map.of());
            return "wpa-eap".equals(text(security, "key-mgmt"))
                    && user.equals(text(login, "identity"))
                    && password.equals(text(login, "password"));
        }
        String wanted = (rsn & PSK) == 0 && (wpa & PSK) == 0 ? "sae" : "wpa-psk";
        return wanted.equals(text(security, "key-mgmt")) && password.equals(text(security, "psk"));
    }

    /** What the object of its access point shows. */
    void show(PropertyBag object) {
        String type = Interfaces.ACCESS_POINT;
        object.put(type, "Ssid", new Variant<>(hidden ? new byte[0] : ssid, "ay"));
        object.put(type, "HwAddress", new Variant<>(bssid));
        object.put(type, "Frequency", new Variant<>(new UInt32(frequency())));
        object.put(type, "Strength", new Variant<>((byte) strength));
        object.put(type, "Flags", new Variant<>(new UInt32((wpa | rsn) == 0 ? 0 : PRIVACY)));
        object.put(type, "WpaFlags", new Variant<>(new UInt32(wpa)));
        object.put(type, "RsnFlags", new Variant<>(new UInt32(rsn)));
        object.put(type, "Mode", new Variant<>(new UInt32(2)));
    }

    private int frequency() {
        return (channel <= LAST_OF_2_GHZ ? FIRST_CHANNEL_MHZ : FIVE_GHZ) + CHANNEL_MHZ * channel;
    }

    private static String text(Map<String, Variant<?>> group, String name) {
        Variant<?> value = group.get(name);
        return value == null ? "" : String.valueOf(value.getValue());
    }
}
