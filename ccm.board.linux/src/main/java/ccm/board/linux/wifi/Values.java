package ccm.board.linux.wifi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.UInt16;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;

/** The types of the bus and those of Java: variants are unpacked, paths are text. */
final class Values {
    private Values() {}

    /** What came, in plain types: text, {@link Number}, {@link Boolean}, bytes, lists and maps. */
    static Object[] plain(Object[] values) {
        Object[] plain = new Object[values == null ? 0 : values.length];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = plain(values[i]);
        }
        return plain;
    }

    private static Object plain(Object value) {
        if (value instanceof Variant<?> variant) {
            return plain(variant.getValue());
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
            map.forEach((key, entry) -> plain.put(plain(key), plain(entry)));
            return plain;
        }
        return value;
    }

    private static List<Object> list(List<?> values) {
        List<Object> plain = new ArrayList<>();
        values.forEach(value -> plain.add(plain(value)));
        return plain;
    }

    /** Bytes, which the library gives in more than one way. */
    static byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        List<?> list = value instanceof List<?> some ? some : List.of();
        byte[] bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = list.get(i) instanceof Number number ? number.byteValue() : 0;
        }
        return bytes;
    }

    /** A path for a call. */
    static DBusPath path(String path) {
        return new DBusPath(path);
    }

    static Variant<?> text(String value) {
        return new Variant<>(value);
    }

    static Variant<?> yes(boolean value) {
        return new Variant<>(value);
    }

    static Variant<?> signed(int value) {
        return new Variant<>(value);
    }

    static Variant<?> number(int value) {
        return new Variant<>(new UInt32(value));
    }

    static Variant<?> bytes(byte[] value) {
        return new Variant<>(value, "ay");
    }

    static Variant<?> texts(String... values) {
        return new Variant<>(List.of(values), "as");
    }

    /** A list of one address with its prefix. */
    static Variant<?> address(String ip, int prefix) {
        return new Variant<>(
                List.of(Map.of("address", text(ip), "prefix", number(prefix))), "aa{sv}");
    }

    /** An IPv4 address as a number in the order of the network. */
    static Variant<?> nameserver(String ip) {
        byte[] bytes = new byte[Integer.BYTES];
        String[] parts = ip.split("\\.");
        for (int i = 0; i < Math.min(parts.length, bytes.length); i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        long number =
                Integer.toUnsignedLong(
                        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt());
        return new Variant<>(List.of(new UInt32(number)), "au");
    }
}
