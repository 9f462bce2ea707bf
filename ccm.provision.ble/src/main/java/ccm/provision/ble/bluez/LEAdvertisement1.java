package ccm.provision.ble.bluez;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/** An advertisement, as BlueZ calls it. */
@DBusInterfaceName(LEAdvertisement1.NAME)
public interface LEAdvertisement1 extends DBusInterface {
    /** The interface's name. */
    String NAME = "org.bluez.LEAdvertisement1";

    /** BlueZ has taken it away. */
    void Release();
}
