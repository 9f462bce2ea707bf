package ccm.sim.dbus.networkmanager;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.Variant;

/** The methods that are answered; the library calls them, so that all of it is public. */
public final class Interfaces {
    static final String MANAGER = "org.freedesktop.NetworkManager";
    static final String SETTINGS = MANAGER + ".Settings";
    static final String PROFILE = SETTINGS + ".Connection";
    static final String DEVICE = MANAGER + ".Device";
    static final String WIRELESS = DEVICE + ".Wireless";
    static final String ACCESS_POINT = MANAGER + ".AccessPoint";
    static final String ACTIVE = MANAGER + ".Connection.Active";
    static final String IP4 = MANAGER + ".IP4Config";

    private Interfaces() {}

    /** Two answers. */
    public static final class Two<A, B> extends Tuple {
        @Position(0)
        public final A first;

        @Position(1)
        public final B second;

        public Two(A first, B second) {
            this.first = first;
            this.second = second;
        }
    }

    /** Three answers. */
    public static final class Three<A, B, C> extends Tuple {
        @Position(0)
        public final A first;

        @Position(1)
        public final B second;

        @Position(2)
        public final C third;

        public Three(A first, B second, C third) {
            this.first = first;
            this.second = second;
            this.third = third;
        }
    }

    /** The root. */
    @DBusInterfaceName(MANAGER)
    public interface Manager extends DBusInterface {
        List<DBusPath> GetDevices();

        Two<DBusPath, DBusPath> AddAndActivateConnection(
                Map<String, Map<String, Variant<?>>> settings, DBusPath device, DBusPath point);

        Three<DBusPath, DBusPath, Map<String, Variant<?>>> AddAndActivateConnection2(
                Map<String, Map<String, Variant<?>>> settings,
                DBusPath device,
                DBusPath point,
                Map<String, Variant<?>> options);

        DBusPath ActivateConnection(DBusPath profile, DBusPath device, DBusPath point);

        void DeactivateConnection(DBusPath active);
    }

    /** Profiles. */
    @DBusInterfaceName(SETTINGS)
    public interface Settings extends DBusInterface {
        List<DBusPath> ListConnections();

        DBusPath AddConnectionUnsaved(Map<String, Map<String, Variant<?>>> settings);
    }

    /** One profile. */
    @DBusInterfaceName(PROFILE)
    public interface Profile extends DBusInterface {
        Map<String, Map<String, Variant<?>>> GetSettings();

        void Delete();
    }

    /** A radio. */
    @DBusInterfaceName(WIRELESS)
    public interface Wireless extends DBusInterface {
        void RequestScan(Map<String, Variant<?>> options);

        List<DBusPath> GetAllAccessPoints();
    }
}
