package ccm.provision.ble.bluez;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.Variant;

/** What BlueZ says is there, at one moment. */
final class Objects {
    private static final String DEVICE = "org.bluez.Device1";
    private static final String MARK = "/dev_";

    private final Map<String, Map<?, ?>> byPath = new TreeMap<>(Comparator.naturalOrder());

    /**
     * An adapter.
     *
     * @param serves true when it can be a peripheral that others connect to
     */
    record Adapter(String path, boolean powered, boolean serves) {
        /** {@code hci0}, say. */
        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        /** Where BlueZ keeps a device of that address. */
        String device(String address) {
            return path + MARK + address.replace(':', '_');
        }
    }

    /**
     * Makes it.
     *
     * @param managed the answer of {@code GetManagedObjects}
     */
    Objects(Object managed) {
        if (managed instanceof Map<?, ?> all) {
            all.forEach(
                    (path, types) -> {
                        if (path instanceof DBusPath known && types instanceof Map<?, ?> map) {
                            byPath.put(known.getPath(), map);
                        }
                    });
        }
    }

    /** The address in the path of a device: {@code AA:BB:CC:DD:EE:FF}. */
    static String address(String path) {
        int mark = path.lastIndexOf(MARK);
        return mark < 0 ? path : path.substring(mark + MARK.length()).replace('_', ':');
    }

    /** All adapters, by name. */
    List<Adapter> adapters() {
        return byPath.entrySet().stream()
                .filter(entry -> entry.getValue().containsKey(BluezServer.ADAPTER))
                .map(
                        entry ->
                                new Adapter(
                                        entry.getKey(),
                                        isTrue(entry.getValue(), BluezServer.ADAPTER, "Powered"),
                                        entry.getValue().containsKey(BluezServer.GATT_MANAGER)
                                                && entry.getValue()
                                                        .containsKey(BluezServer.AD_MANAGER)))
                .toList();
    }

    /** True when an adapter knows a device of that path, and the property of it holds. */
    boolean device(String path, String property) {
        return Optional.<Map<?, ?>>ofNullable(byPath.get(path))
                .map(types -> isTrue(types, DEVICE, property))
                .orElse(false);
    }

    /** True when there is such a device. */
    boolean knows(String path) {
        return byPath.containsKey(path);
    }

    private static boolean isTrue(Map<?, ?> types, String type, String property) {
        return types.get(type) instanceof Map<?, ?> properties
                && properties.get(property) instanceof Variant<?> value
                && Boolean.TRUE.equals(value.getValue());
    }
}
