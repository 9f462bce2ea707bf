package ccm.sim.dbus.networkmanager;

import ccm.sim.dbus.bus.PropertyBag;
import ccm.sim.dbus.bus.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** One radio. Everything but calls of the bus runs on the simulator's thread. */
final class SimulatedDevice extends PropertyBag implements Interfaces.Wireless {
    static final int UNAVAILABLE = 20;
    static final int DISCONNECTED = 30;
    static final int PREPARE = 40;
    static final int CONFIG = 50;
    static final int NEED_AUTH = 60;
    static final int IP_CONFIG = 70;
    static final int IP_CHECK = 80;
    static final int SECONDARIES = 90;
    static final int ACTIVATED = 100;
    static final int DEACTIVATING = 110;
    static final int FAILED = 120;
    static final DBusPath NOTHING = new DBusPath("/");

    private static final int INFRASTRUCTURE = 2;
    private static final int ACCESS_POINT = 3;

    private final String name;
    private final Wire wire;
    private final Runnable scan;
    private final List<DBusPath> points = new ArrayList<>(); // guarded by itself
    private int state = DISCONNECTED;
    private ActiveProfile active; // null when there is none
    private int activation; // counts, so that what an earlier one still has to do is left undone

    SimulatedDevice(String path, String name, Wire wire, Runnable scan) {
        super(path, wire);
        this.name = name;
        this.wire = wire;
        this.scan = scan;
        put(Interfaces.DEVICE, "Interface", new Variant<>(name));
        put(Interfaces.DEVICE, "DeviceType", new Variant<>(new UInt32(2)));
        put(Interfaces.DEVICE, "Managed", new Variant<>(true));
        put(Interfaces.DEVICE, "State", new Variant<>(new UInt32(state)));
        put(Interfaces.DEVICE, "ActiveConnection", new Variant<>(NOTHING));
        put(Interfaces.DEVICE, "Ip4Config", new Variant<>(NOTHING));
        put(Interfaces.WIRELESS, "LastScan", new Variant<>(1L));
        put(Interfaces.WIRELESS, "Mode", new Variant<>(new UInt32(INFRASTRUCTURE)));
        put(Interfaces.WIRELESS, "ActiveAccessPoint", new Variant<>(NOTHING));
        put(Interfaces.WIRELESS, "HwAddress", new Variant<>("02:00:00:00:00:00"));
        put(Interfaces.WIRELESS, "PermHwAddress", new Variant<>("02:00:00:00:00:00"));
    }

    @Override
    public void RequestScan(Map<String, Variant<?>> options) {
        scan.run();
    }

    @Override
    public List<DBusPath> GetAllAccessPoints() {
        synchronized (points) {
            return new ArrayList<>(points);
        }
    }

    void points(List<DBusPath> seen) {
        synchronized (points) {
            points.clear();
            points.addAll(seen);
        }
    }

    String name() {
        return name;
    }

    int state() {
        return state;
    }

    Optional<ActiveProfile> active() {
        return Optional.ofNullable(active);
    }

    /** Begins an activation: the number that it goes by. */
    int begin(ActiveProfile profile) {
        active = profile;
        change(
                Interfaces.DEVICE,
                "ActiveConnection",
                new Variant<>(new DBusPath(profile.getObjectPath())));
        mode(profile.profile().accessPoint() ? ACCESS_POINT : INFRASTRUCTURE);
        return ++activation;
    }

    boolean isCurrent(int number) {
        return number == activation;
    }

    void enter(int next, int reason) {
        int old = state;
        state = next;
        put(Interfaces.DEVICE, "State", new Variant<>(new UInt32(next)));
        wire.states(getObjectPath(), Interfaces.DEVICE, next, old, reason);
        wire.changed(
                getObjectPath(),
                Interfaces.DEVICE,
                Map.of("State", new Variant<>(new UInt32(next))));
    }

    /** Nothing is active any more, and what is under way is left. */
    void clear() {
        activation++;
        active = null;
        change(Interfaces.DEVICE, "ActiveConnection", new Variant<>(NOTHING));
        change(Interfaces.DEVICE, "Ip4Config", new Variant<>(NOTHING));
        change(Interfaces.WIRELESS, "ActiveAccessPoint", new Variant<>(NOTHING));
        mode(INFRASTRUCTURE);
    }

    private void mode(int next) {
        change(Interfaces.WIRELESS, "Mode", new Variant<>(new UInt32(next)));
    }
}
