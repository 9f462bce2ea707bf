package ccm.sim.dbus.bluez;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;

/** An object with properties of one interface that everybody is told of. */
abstract class Held implements Properties {
    private final DBusConnection connection;
    private final String path;
    private final String type;
    private final Map<String, Variant<?>> values = new ConcurrentHashMap<>();

    Held(DBusConnection connection, String path, String type) {
        this.connection = connection;
        this.path = path;
        this.type = type;
    }

    final void put(String property, Object value) {
        values.put(property, new Variant<>(value));
    }

    final boolean is(String property) {
        return Boolean.TRUE.equals(values.get(property).getValue());
    }

    final void change(String property, Object value) {
        put(property, value);
        send(connection, path, type, property, values.get(property));
    }

    static void send(
            DBusConnection from, String path, String type, String property, Variant<?> value) {
        try {
            from.sendMessage(new PropertiesChanged(path, type, Map.of(property, value), List.of()));
        } catch (DBusException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a setting of a property by others leads to. */
    abstract void asked(String property, Object value);

    @Override
    public final String getObjectPath() {
        return path;
    }

    @Override
    @SuppressWarnings("unchecked")
    public final <A> A Get(String ofType, String property) {
        return (A) values.get(property);
    }

    @Override
    public final <A> void Set(String ofType, String property, A value) {
        asked(property, value instanceof Variant<?> wrapped ? wrapped.getValue() : value);
    }

    @Override
    public final Map<String, Variant<?>> GetAll(String ofType) {
        return Map.copyOf(values);
    }
}
