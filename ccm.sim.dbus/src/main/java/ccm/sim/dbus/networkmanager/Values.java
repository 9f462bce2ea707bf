package ccm.sim.dbus.networkmanager;

import java.util.List;

/** The library gives arrays of bytes in more than one way. */
final class Values {
    private Values() {}

    static byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        List<?> list = value instanceof List<?> some ? some : List.of();
        byte[] bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = ((Number) list.get(i)).byteValue();
        }
        return bytes;
    }
}
