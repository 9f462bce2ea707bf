package ccm.sim.dbus.bluez;

import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.Variant;

/** The interfaces of BlueZ, as far as they are played here. */
public final class Wire {
    static final String ADAPTER = "org.bluez.Adapter1";
    static final String DEVICE = "org.bluez.Device1";
    static final String GATT_MANAGER = "org.bluez.GattManager1";
    static final String AD_MANAGER = "org.bluez.LEAdvertisingManager1";
    static final String CHARACTERISTIC = "org.bluez.GattCharacteristic1";
    static final String ADVERTISEMENT = "org.bluez.LEAdvertisement1";

    private Wire() {}

    /** An adapter. */
    @DBusInterfaceName(ADAPTER)
    public interface Adapter1 extends DBusInterface {
        /** Forgets a device and its bond. */
        void RemoveDevice(DBusPath device);
    }

    /** A device. */
    @DBusInterfaceName(DEVICE)
    public interface Device1 extends DBusInterface {
        /** Ends its connection. */
        void Disconnect();
    }

    /** Takes services. */
    @DBusInterfaceName(GATT_MANAGER)
    public interface GattManager1 extends DBusInterface {
        /** Takes those of an application. */
        void RegisterApplication(DBusPath application, Map<String, Variant<?>> options);

        /** Gives them back. */
        void UnregisterApplication(DBusPath application);
    }

    /** Takes advertisements. */
    @DBusInterfaceName(AD_MANAGER)
    public interface LEAdvertisingManager1 extends DBusInterface {
        /** Takes one. */
        void RegisterAdvertisement(DBusPath advertisement, Map<String, Variant<?>> options);

        /** Gives it back. */
        void UnregisterAdvertisement(DBusPath advertisement);
    }

    /** Takes agents. */
    @DBusInterfaceName("org.bluez.AgentManager1")
    public interface AgentManager1 extends DBusInterface {
        /** Takes one. */
        void RegisterAgent(DBusPath agent, String capability);

        /** Gives it back. */
        void UnregisterAgent(DBusPath agent);

        /** Asks it about every pairing. */
        void RequestDefaultAgent(DBusPath agent);
    }

    /** An agent of an application. */
    @DBusInterfaceName("org.bluez.Agent1")
    public interface Agent1 extends DBusInterface {
        /** May it pair? */
        void RequestAuthorization(DBusPath device);
    }

    /** An advertisement of an application. */
    @DBusInterfaceName(ADVERTISEMENT)
    public interface LEAdvertisement1 extends DBusInterface {
        /** It is gone. */
        void Release();
    }
}
