package ccm.sim.dbus.bluez;

import org.freedesktop.dbus.connections.impl.DBusConnection;

/** A device that an adapter knows. */
public final class ScriptedDevice extends Held implements Wire.Device1 {
    ScriptedDevice(DBusConnection connection, String path, String address) {
        super(connection, path, Wire.DEVICE);
        put("Address", address);
        put("Connected", false);
        put("Paired", false);
    }

    @Override
    public void Disconnect() {
        change("Connected", false);
    }

    @Override
    void asked(String property, Object value) {
        throw new IllegalArgumentException(property + " is read-only");
    }
}
