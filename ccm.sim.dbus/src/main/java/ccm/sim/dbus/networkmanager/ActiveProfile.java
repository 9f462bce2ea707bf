package ccm.sim.dbus.networkmanager;

import ccm.sim.dbus.bus.PropertyBag;
import ccm.sim.dbus.bus.Wire;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** A profile in use on a device. */
final class ActiveProfile extends PropertyBag {
    static final int ACTIVATING = 1;
    static final int ACTIVATED = 2;
    static final int DEACTIVATING = 3;
    static final int DEACTIVATED = 4;

    private final SimulatedProfile profile;
    private final SimulatedDevice device;
    private final Wire wire;

    ActiveProfile(String path, SimulatedProfile profile, SimulatedDevice device, Wire wire) {
        super(path, wire);
        this.profile = profile;
        this.device = device;
        this.wire = wire;
        put(Interfaces.ACTIVE, "Connection", new Variant<>(new DBusPath(profile.getObjectPath())));
        put(Interfaces.ACTIVE, "Id", new Variant<>(profile.id()));
        put(Interfaces.ACTIVE, "State", new Variant<>(new UInt32(ACTIVATING)));
    }

    SimulatedProfile profile() {
        return profile;
    }

    SimulatedDevice device() {
        return device;
    }

    void enter(int state, int reason) {
        put(Interfaces.ACTIVE, "State", new Variant<>(new UInt32(state)));
        wire.states(getObjectPath(), Interfaces.ACTIVE, state, reason);
    }
}
