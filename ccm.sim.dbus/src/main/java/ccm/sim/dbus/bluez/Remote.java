package ccm.sim.dbus.bluez;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.Variant;

/** The services of an application, as it has listed them. */
record Remote(String owner, Map<String, Characteristic> characteristics) {
    /** One of its characteristics. */
    record Characteristic(String path, List<String> flags) {
        boolean has(String flag) {
            return flags.contains(flag);
        }
    }

    static Remote of(String owner, Map<DBusPath, Map<String, Map<String, Variant<?>>>> managed) {
        Map<String, Characteristic> found = new HashMap<>();
        managed.forEach(
                (path, types) -> {
                    Map<String, Variant<?>> said = types.get(Wire.CHARACTERISTIC);
                    if (said != null) {
                        String service = String.valueOf(said.get("Service").getValue());
                        if (managed.keySet().stream()
                                .noneMatch(known -> known.getPath().equals(service))) {
                            throw new DBusExecutionException("no service " + service);
                        }
                        found.put(
                                String.valueOf(said.get("UUID").getValue()),
                                new Characteristic(path.getPath(), strings(said.get("Flags"))));
                    }
                });
        if (found.isEmpty()) {
            throw new DBusExecutionException("No object received");
        }
        return new Remote(owner, found);
    }

    Optional<Characteristic> characteristic(String uuid) {
        return Optional.ofNullable(characteristics.get(uuid));
    }

    static List<String> strings(Variant<?> value) {
        Object held = value.getValue();
        return held instanceof String[] array
                ? List.of(array)
                : ((List<?>) held).stream().map(String::valueOf).toList();
    }
}
