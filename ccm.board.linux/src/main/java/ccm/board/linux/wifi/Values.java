package ccm.board.linux.wifi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** Values for calls, in the types of the bus. */
final class Values {
    private Values() {}

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

    /** Names of networks. */
    static Variant<?> names(byte[]... names) {
        return new Variant<>(List.of(names), "aay");
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
