package ccm.sim.dbus.wpasupplicant;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.sim.dbus.bus.PropertyBag;
import ccm.sim.dbus.bus.Wire;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.freedesktop.dbus.errors.InvalidMethodArgument;
import org.freedesktop.dbus.types.Variant;

/** A network that somebody added. */
final class Setup extends PropertyBag {
    private static final int SHORTEST = 8;
    private static final int LONGEST = 63;
    private static final int KEY_BYTES = 32;

    private final Map<String, Variant<?>> settings;
    private final Consumer<Setup> switched;
    private boolean disabled = true;

    /**
     * Makes it; settings that the real one refuses are refused.
     *
     * @param switched told on a thread of the library when it is enabled
     */
    Setup(String path, Wire wire, Map<String, Variant<?>> settings, Consumer<Setup> switched) {
        super(path, wire);
        this.settings = Map.copyOf(settings);
        this.switched = switched;
        check("psk");
        Map<String, Variant<?>> shown = new HashMap<>();
        settings.forEach((name, value) -> shown.put(name, new Variant<>(text(value))));
        put(Interfaces.NETWORK, "Properties", new Variant<>(shown, "a{sv}"));
        enable(false);
    }

    /** A text is a passphrase, whatever it looks like; a key of 256 bits is bytes. */
    private void check(String name) {
        Variant<?> value = settings.get(name);
        if (value == null) {
            return;
        }
        int length = value.getValue() instanceof String text ? text.length() : 0;
        boolean right =
                length == 0
                        ? bytes(value).length == KEY_BYTES
                        : length >= SHORTEST && length <= LONGEST;
        if (!right) {
            throw new InvalidMethodArgument("Did not receive correct message arguments.");
        }
    }

    /** Values as they are told: texts in quotes, bytes as digits. */
    private static String text(Variant<?> value) {
        if (value.getValue() instanceof String text) {
            return '"' + text + '"';
        }
        return value.getValue() instanceof Number number
                ? number.toString()
                : HexFormat.of().formatHex(bytes(value));
    }

    static byte[] bytes(Variant<?> value) {
        if (value.getValue() instanceof byte[] bytes) {
            return bytes;
        }
        List<?> list = value.getValue() instanceof List<?> some ? some : List.of();
        byte[] bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = ((Number) list.get(i)).byteValue();
        }
        return bytes;
    }

    @Override
    public <A> void Set(String type, String name, A value) {
        boolean on =
                value instanceof Variant<?> variant
                        ? Boolean.TRUE.equals(variant.getValue())
                        : Boolean.TRUE.equals(value);
        enable(on);
        if (on) {
            switched.accept(this);
        }
    }

    void enable(boolean on) {
        disabled = !on;
        put(Interfaces.NETWORK, "Enabled", new Variant<>(on));
    }

    boolean enabled() {
        return !disabled;
    }

    String ssid() {
        return new String(bytes(settings.get("ssid")), UTF_8);
    }

    /** Whether the network lets it in with what it was given. */
    boolean opens(Point.Network network) {
        boolean sae = network.management().equals("sae");
        Variant<?> value = settings.get(sae ? "sae_password" : "psk");
        String given =
                value == null
                        ? ""
                        : value.getValue() instanceof String text
                                ? text
                                : HexFormat.of().formatHex(bytes(value));
        return network.password().equals(given);
    }

    /** Whether it looks for a name that nobody announces. */
    boolean searches() {
        return settings.containsKey("scan_ssid");
    }
}
