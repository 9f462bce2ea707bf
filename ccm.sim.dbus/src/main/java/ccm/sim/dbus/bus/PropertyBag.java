package ccm.sim.dbus.bus;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.freedesktop.dbus.errors.UnknownProperty;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;

/** An object that is known by its properties; changes are told on the bus. */
public class PropertyBag implements Properties {
    private final String path;
    private final Wire wire;
    private final Map<String, Map<String, Variant<?>>> values = new ConcurrentHashMap<>();

    public PropertyBag(String path, Wire wire) {
        this.path = path;
        this.wire = wire;
    }

    @Override
    public String getObjectPath() {
        return path;
    }

    @Override
    @SuppressWarnings("unchecked") // the library sends what it is given
    public <A> A Get(String type, String name) {
        Variant<?> value = GetAll(type).get(name);
        if (value == null) {
            throw new UnknownProperty(type + "." + name);
        }
        return (A) value;
    }

    @Override
    public <A> void Set(String type, String name, A value) {
        throw new UnknownProperty(type + "." + name + " cannot be set here");
    }

    @Override
    public Map<String, Variant<?>> GetAll(String type) {
        return values.getOrDefault(type, Map.of());
    }

    /** Puts a value without a word, before the object is shown. */
    public void put(String type, String name, Variant<?> value) {
        values.computeIfAbsent(type, any -> new ConcurrentHashMap<>()).put(name, value);
    }

    public void change(String type, String name, Variant<?> value) {
        put(type, name, value);
        wire.changed(path, type, Map.of(name, value));
    }

    /** Gives all values to somebody. */
    public void each(String type, BiConsumer<String, Variant<?>> visitor) {
        GetAll(type).forEach(visitor);
    }
}
