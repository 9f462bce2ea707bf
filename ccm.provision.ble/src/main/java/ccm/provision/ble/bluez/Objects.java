package ccm.provision.ble.bluez;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What BlueZ says is there, at one moment. */
final class Objects {
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
                        if (types instanceof Map<?, ?> map) {
                            byPath.put(String.valueOf(path), map);
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
                .filter(entry -> entry.getValue().containsKey(Bluez.ADAPTER))
                .map(
                        entry ->
                                new Adapter(
                                        entry.getKey(),
                                        isTrue(entry.getValue(), Bluez.ADAPTER, "Powered"),
                                        entry.getValue().containsKey(Bluez.GATT_MANAGER)
                                                && entry.getValue().containsKey(Bluez.AD_MANAGER)))
                .toList();
    }

    private static boolean isTrue(Map<?, ?> types, String type, String property) {
        return types.get(type) instanceof Map<?, ?> properties
                && Boolean.TRUE.equals(properties.get(property));
    }
}
