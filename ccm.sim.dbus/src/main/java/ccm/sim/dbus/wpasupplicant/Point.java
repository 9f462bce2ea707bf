package ccm.sim.dbus.wpasupplicant;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.sim.dbus.bus.PropertyBag;
import ccm.sim.dbus.bus.Wire;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.types.UInt16;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** An access point as the radio last saw it: it is remembered for some time when it is gone. */
final class Point extends PropertyBag {
    private static final int OLD_SECONDS = 120;

    /**
     * What there is in the air.
     *
     * @param ssid its name
     * @param password of it
     * @param management what its beacons say: {@code wpa-psk} or {@code sae}
     * @param hidden whether it tells its name to those only who ask for it
     */
    record Network(String ssid, String password, String management, boolean hidden) {}

    Point(String path, Wire wire, Network network) {
        super(path, wire);
        put("SSID", new Variant<>(network.ssid().getBytes(UTF_8), "ay"));
        put("BSSID", new Variant<>(new byte[] {2, 0, 0, 0, 1, 0}, "ay"));
        put("Frequency", new Variant<>(new UInt16(2437)));
        put("Signal", new Variant<>((short) -58));
        put("Privacy", new Variant<>(true));
        put("Mode", new Variant<>("infrastructure"));
        put("WPA", new Variant<>(Map.<String, Variant<?>>of(), "a{sv}"));
        put(
                "RSN",
                new Variant<>(
                        Map.of("KeyMgmt", new Variant<>(List.of(network.management()), "as")),
                        "a{sv}"));
        seen(true);
    }

    /** Whether the last look around found it. */
    void seen(boolean now) {
        put("Age", new Variant<>(new UInt32(now ? 0 : OLD_SECONDS)));
    }

    private void put(String name, Variant<?> value) {
        put(Interfaces.BSS, name, value);
    }
}
