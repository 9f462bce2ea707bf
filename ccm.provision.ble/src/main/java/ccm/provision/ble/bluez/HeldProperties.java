package ccm.provision.ble.bluez;

import java.util.Map;
import org.freedesktop.dbus.errors.PropertyReadOnly;
import org.freedesktop.dbus.errors.UnknownProperty;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;

/** Properties of one interface that never change. */
abstract class HeldProperties implements Properties {
    private final String path;
    private final String ofInterface;
    private final Map<String, Variant<?>> held;

    HeldProperties(String path, String ofInterface, Map<String, Variant<?>> held) {
        this.path = path;
        this.ofInterface = ofInterface;
        this.held = Map.copyOf(held);
    }

    /** Where it is exported. */
    final String path() {
        return path;
    }

    /** What an object manager says of it. */
    final Map<String, Map<String, Variant<?>>> managed() {
        return Map.of(ofInterface, held);
    }

    @Override
    public final String getObjectPath() {
        return path;
    }

    @Override
    @SuppressWarnings("unchecked")
    public final <A> A Get(String type, String property) {
        Variant<?> found = type.equals(ofInterface) ? held.get(property) : null;
        if (found == null) {
            throw new UnknownProperty(property);
        }
        return (A) found;
    }

    @Override
    public final <A> void Set(String type, String property, A value) {
        throw new PropertyReadOnly(property);
    }

    @Override
    public final Map<String, Variant<?>> GetAll(String type) {
        return type.equals(ofInterface) ? held : Map.of();
    }
}
