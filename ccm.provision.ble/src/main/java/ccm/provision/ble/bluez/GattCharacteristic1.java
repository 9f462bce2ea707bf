package ccm.provision.ble.bluez;

import java.util.Map;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.Variant;

/** A characteristic, as BlueZ calls it. */
@DBusInterfaceName(GattCharacteristic1.NAME)
public interface GattCharacteristic1 extends DBusInterface {
    /** The interface's name. */
    String NAME = "org.bluez.GattCharacteristic1";

    /** A client reads. */
    byte[] ReadValue(Map<String, Variant<?>> options);

    /** A client writes. */
    void WriteValue(byte[] value, Map<String, Variant<?>> options);

    /** The first client wants to be told of the value. */
    void StartNotify();

    /** The last client wants no more. */
    void StopNotify();
}
