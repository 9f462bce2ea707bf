package ccm.provision.ble.bluez;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/** A service, as BlueZ knows it: it has properties alone. */
@DBusInterfaceName(GattService1.NAME)
public interface GattService1 extends DBusInterface {
    /** The interface's name. */
    String NAME = "org.bluez.GattService1";
}
