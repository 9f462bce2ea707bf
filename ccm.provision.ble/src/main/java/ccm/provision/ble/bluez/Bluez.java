package ccm.provision.ble.bluez;

import ccm.parts.dbus.Bus;
import ccm.parts.dbus.BusException;
import java.time.Duration;
import java.util.Optional;
import org.freedesktop.dbus.types.Variant;

/** BlueZ on a bus: its names, and calls to it. */
final class Bluez {
    static final String NAME = "org.bluez";
    static final String ADAPTER = "org.bluez.Adapter1";
    static final String DEVICE = "org.bluez.Device1";
    static final String GATT_MANAGER = "org.bluez.GattManager1";
    static final String AD_MANAGER = "org.bluez.LEAdvertisingManager1";
    private static final String OBJECT_MANAGER = "org.freedesktop.DBus.ObjectManager";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Bus bus;

    Bluez(Bus bus) {
        this.bus = bus;
    }

    /** Has what comes and goes be told. */
    void watch(Runnable comeOrGone) throws BusException {
        bus.listen("", OBJECT_MANAGER, "InterfacesAdded", any -> comeOrGone.run());
        bus.listen("", OBJECT_MANAGER, "InterfacesRemoved", any -> comeOrGone.run());
    }

    /** The bluetoothd that runs now; empty for none. */
    Optional<String> owner() throws BusException {
        return Optional.of(bus.owner(NAME)).filter(owner -> !owner.isEmpty());
    }

    /** What is there. */
    Objects objects() throws BusException {
        return new Objects(call(LIMIT, "/", OBJECT_MANAGER, "GetManagedObjects", "")[0]);
    }

    Object[] call(
            Duration limit,
            String path,
            String type,
            String method,
            String signature,
            Object... arguments)
            throws BusException {
        return bus.call(limit, NAME, path, type, method, signature, arguments);
    }

    /** Sets a property of an adapter that is true or false. */
    void set(Duration limit, Objects.Adapter adapter, String property, boolean value)
            throws BusException {
        bus.set(limit, NAME, adapter.path(), ADAPTER, property, new Variant<>(value));
    }
}
