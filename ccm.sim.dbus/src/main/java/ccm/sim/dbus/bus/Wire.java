package ccm.sim.dbus.bus;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** A connection to the bus with one well-known name; alone sends signals. */
public final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int CALLS_AT_ONCE = 2;

    private final DBusConnection connection;

    public Wire(String address) {
        try {
            connection =
                    DBusConnectionBuilder.forAddress(address)
                            .withShared(false)
                            .transportConfig()
                            .withTimeout(PATIENCE_MILLIS)
                            .back()
                            .receivingThreadConfig()
                            .withMethodCallThreadCount(CALLS_AT_ONCE)
                            .connectionConfig()
                            .build();
        } catch (DBusException e) {
            throw new IllegalStateException(address + ": no bus", e);
        }
    }

    public void own(String name) {
        try {
            connection.requestBusName(name);
        } catch (DBusException e) {
            throw new IllegalStateException(name + ": not to be had", e);
        }
    }

    public void show(DBusInterface object) {
        try {
            connection.exportObject(object.getObjectPath(), object);
        } catch (DBusException e) {
            throw new IllegalStateException(object.getObjectPath() + ": cannot be shown", e);
        }
    }

    public void hide(String path) {
        connection.unExportObject(path);
    }

    public void changed(String path, String type, Map<String, Variant<?>> values) {
        signal(
                path,
                "org.freedesktop.DBus.Properties",
                "PropertiesChanged",
                "sa{sv}as",
                type,
                values,
                List.of());
    }

    /** A signal of numbers. */
    public void states(String path, String type, int... states) {
        Object[] numbers = new Object[states.length];
        for (int i = 0; i < states.length; i++) {
            numbers[i] = new UInt32(states[i]);
        }
        signal(path, type, "StateChanged", "u".repeat(states.length), numbers);
    }

    public void signal(String path, String type, String name, String signature, Object... values) {
        try {
            connection.sendMessage(
                    connection
                            .getMessageFactory()
                            .createSignal(
                                    connection.getUniqueName(),
                                    path,
                                    type,
                                    name,
                                    signature,
                                    values));
        } catch (DBusException e) {
            throw new IllegalStateException(path + ": cannot tell " + name, e);
        }
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
