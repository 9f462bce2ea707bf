package ccm.provision.ble.bluez;

import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt32;

/** Who agrees to a pairing, as BlueZ calls it. */
@DBusInterfaceName(Agent1.NAME)
public interface Agent1 extends DBusInterface {
    /** The interface's name. */
    String NAME = "org.bluez.Agent1";

    /** BlueZ needs it no more. */
    void Release();

    /** May the device pair without a number? */
    void RequestAuthorization(DBusPath device);

    /** May the device pair, if this is its number? */
    void RequestConfirmation(DBusPath device, UInt32 passkey);

    /** May the device use a service? */
    void AuthorizeService(DBusPath device, String uuid);

    /** What was asked is of no interest any more. */
    void Cancel();
}
