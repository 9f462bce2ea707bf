package ccm.parts.dbus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.UInt16;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;

/** Values of the bus as those of Java: variants are unpacked, paths are text. */
final class Plain {
    private Plain() {}

    /** What came, in plain types: text, {@link Number}, {@link Boolean}, bytes, lists and maps. */
    static Object[] of(Object[] values) {
        Object[] plain = new Object[values == null ? 0 : values.length];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = of(values[i]);
        }
        return plain;
    }

    private static Object of(Object value) {
        if (value instanceof Variant<?> variant) {
            return of(variant.getValue());
        }
        if (value instanceof DBusPath path) {
            return path.getPath();
        }
        if (value instanceof UInt16 || value instanceof UInt32 || value instanceof UInt64) {
            return ((Number) value).longValue();
        }
        if (value instanceof Object[] array) {
            return list(List.of(array));
        }
        if (value instanceof List<?> list) {
            return list(list);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> plain = new LinkedHashMap<>();
            map.forEach((key, entry) -> plain.put(of(key), of(entry)));
            return plain;
        }
        return value;
    }

    private static List<Object> list(List<?> values) {
        List<Object> plain = new ArrayList<>();
        values.forEach(value -> plain.add(of(value)));
        return plain;
    }
}
