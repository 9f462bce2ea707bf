package ccm.sim.dbus.wpasupplicant;

import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.Variant;

/** The methods that are answered; the library calls them, so that all of it is public. */
public final class Interfaces {
    static final String ROOT = "fi.w1.wpa_supplicant1";
    static final String INTERFACE = ROOT + ".Interface";
    static final String NETWORK = ROOT + ".Network";
    static final String BSS = ROOT + ".BSS";
    static final String PATH = "/fi/w1/wpa_supplicant1";
    static final DBusPath NOTHING = new DBusPath("/");

    private Interfaces() {}

    /** The root. */
    @DBusInterfaceName(ROOT)
    public interface Root extends DBusInterface {
        DBusPath GetInterface(String name);

        DBusPath CreateInterface(Map<String, Variant<?>> what);

        void RemoveInterface(DBusPath what);
    }

    /** A radio. */
    @DBusInterfaceName(INTERFACE)
    public interface Radio extends DBusInterface {
        void Scan(Map<String, Variant<?>> how);

        DBusPath AddNetwork(Map<String, Variant<?>> settings);

        void SelectNetwork(DBusPath network);

        void RemoveNetwork(DBusPath network);
    }
}
