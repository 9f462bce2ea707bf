package ccm.sim.dbus.networkmanager;

import ccm.sim.dbus.bus.PropertyBag;
import ccm.sim.dbus.bus.Turn;
import ccm.sim.dbus.bus.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.errors.UnknownObject;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** The objects that NetworkManager shows. All of it belongs to the thread of {@link Turn}. */
final class SimulatedSystem {
    static final String ROOT = "/org/freedesktop/NetworkManager";
    final Turn turn = new Turn("ccm-sim-nm");
    final Map<String, SimulatedNetwork> networks = new LinkedHashMap<>();
    final Map<String, SimulatedDevice> devices = new LinkedHashMap<>();
    final Map<String, SimulatedProfile> profiles = new LinkedHashMap<>();
    final Map<String, ActiveProfile> activations = new LinkedHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final Course course = new Course(this);

    private final String address;
    private final List<String> shownPoints = new ArrayList<>();
    private Wire wire; // null while it is away
    private boolean away;
    private RootObject root;
    private int count; // of objects, which get no name twice
    private long scans = 1;
    private boolean software = true;
    private boolean hardware = true;
    private boolean old;

    SimulatedSystem(String address) {
        this.address = address;
    }

    void beOld() {
        old = true;
    }

    boolean isOld() {
        return old;
    }

    boolean isAway() {
        return away;
    }

    /** Comes back with what was in use. */
    void comeBack() {
        appear();
        Map<String, SimulatedDevice> before = new LinkedHashMap<>(devices);
        devices.clear();
        activations.clear();
        before.values().forEach(this::again);
    }

    void radio(boolean softwareOn, boolean hardwareOn) {
        software = softwareOn;
        hardware = hardwareOn;
        root.change(Interfaces.MANAGER, "WirelessEnabled", new Variant<>(software));
        root.change(Interfaces.MANAGER, "WirelessHardwareEnabled", new Variant<>(hardware));
        for (SimulatedDevice device : devices.values()) {
            course.end(device, Course.USER_REQUESTED, Course.DEVICE_DISCONNECTED);
            device.enter(
                    software && hardware
                            ? SimulatedDevice.DISCONNECTED
                            : SimulatedDevice.UNAVAILABLE,
                    0);
        }
    }

    void remove(String name) {
        SimulatedDevice device = named(name).orElseThrow();
        course.end(device, Course.REMOVED, Course.DEVICE_DISCONNECTED);
        devices.remove(device.getObjectPath());
        wire.hide(device.getObjectPath());
        wire.signal(
                ROOT,
                Interfaces.MANAGER,
                "DeviceRemoved",
                "o",
                new DBusPath(device.getObjectPath()));
    }

    Optional<SimulatedDevice> named(String name) {
        return devices.values().stream().filter(some -> some.name().equals(name)).findFirst();
    }

    /** In use from the beginning. */
    void use(SimulatedProfile profile, SimulatedDevice device) {
        ActiveProfile now = activation(profile, device);
        device.begin(now);
        device.enter(SimulatedDevice.ACTIVATED, 0);
        now.enter(ActiveProfile.ACTIVATED, 0);
        addressed(device, profile.ssid());
    }

    void hide(ActiveProfile gone) {
        activations.remove(gone.getObjectPath());
        wire.hide(gone.getObjectPath());
    }

    void appear() {
        wire = new Wire(address);
        away = false;
        root = new RootObject(this, wire);
        root.put(Interfaces.MANAGER, "Version", new Variant<>(old ? "1.10.6" : "1.42.4"));
        root.put(Interfaces.MANAGER, "WirelessEnabled", new Variant<>(software));
        root.put(Interfaces.MANAGER, "WirelessHardwareEnabled", new Variant<>(hardware));
        wire.show(root);
        wire.show(new ProfilesObject(this));
        profiles.values().forEach(wire::show);
        wire.own(Interfaces.MANAGER);
    }

    /**
     * Not on the thread of the turn: the connection ends when the calls that are under way are
     * done, and those need their turn.
     */
    void disappear() {
        Wire old =
                turn.ask(
                        () -> {
                            away = true;
                            return wire;
                        });
        if (old != null) {
            old.close();
            turn.run(() -> wire = null);
        }
    }

    SimulatedDevice add(String name) {
        String path = ROOT + "/Devices/" + ++count;
        SimulatedDevice device =
                new SimulatedDevice(path, name, wire, () -> turn.run(() -> scan(name)));
        devices.put(path, device);
        wire.show(device);
        wire.signal(ROOT, Interfaces.MANAGER, "DeviceAdded", "o", new DBusPath(path));
        return device;
    }

    /** A device of an earlier run, with what it is in. */
    private void again(SimulatedDevice before) {
        SimulatedDevice device = add(before.name());
        before.active()
                .filter(now -> before.state() == SimulatedDevice.ACTIVATED)
                .ifPresent(
                        now -> {
                            ActiveProfile after = activation(now.profile(), device);
                            device.begin(after);
                            device.enter(SimulatedDevice.ACTIVATED, 0);
                            after.enter(ActiveProfile.ACTIVATED, 0);
                            addressed(device, now.profile().ssid());
                        });
    }

    private void scan(String name) {
        asked.add("RequestScan " + name);
        SimulatedDevice device =
                devices.values().stream()
                        .filter(some -> some.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        if (device.active().filter(now -> now.profile().accessPoint()).isPresent()) {
            throw new IllegalStateException("Scanning not allowed at this time");
        }
        course.later(device, 0, () -> scanned(device));
    }

    private void scanned(SimulatedDevice device) {
        shownPoints.forEach(wire::hide);
        shownPoints.clear();
        List<DBusPath> seen = new ArrayList<>();
        for (SimulatedNetwork network : networks.values()) {
            seen.add(new DBusPath(show(network)));
        }
        device.points(seen);
        device.change(Interfaces.WIRELESS, "LastScan", new Variant<>(++scans));
    }

    private String show(SimulatedNetwork network) {
        PropertyBag point = new PropertyBag(ROOT + "/AccessPoint/" + ++count, wire);
        network.show(point);
        wire.show(point);
        shownPoints.add(point.getObjectPath());
        return point.getObjectPath();
    }

    SimulatedProfile keep(Map<String, Map<String, Variant<?>>> settings) {
        SimulatedProfile profile =
                new SimulatedProfile(
                        ROOT + "/Settings/" + ++count,
                        settings,
                        some -> turn.run(() -> forget(some)));
        profiles.put(profile.getObjectPath(), profile);
        wire.show(profile);
        return profile;
    }

    private void forget(SimulatedProfile profile) {
        asked.add("Delete " + profile.id());
        profiles.remove(profile.getObjectPath());
        devices.values().stream()
                .filter(
                        device ->
                                device.active().filter(now -> now.profile() == profile).isPresent())
                .forEach(
                        device ->
                                course.end(
                                        device,
                                        Course.PROFILE_REMOVED,
                                        Course.DEVICE_DISCONNECTED));
        wire.hide(profile.getObjectPath());
    }

    ActiveProfile activation(SimulatedProfile profile, SimulatedDevice device) {
        ActiveProfile made =
                new ActiveProfile(ROOT + "/ActiveConnection/" + ++count, profile, device, wire);
        activations.put(made.getObjectPath(), made);
        wire.show(made);
        return made;
    }

    void addressed(SimulatedDevice device, byte[] ssid) {
        PropertyBag addresses = new PropertyBag(ROOT + "/IP4Config/" + ++count, wire);
        addresses.put(
                Interfaces.IP4,
                "AddressData",
                new Variant<>(
                        List.of(
                                Map.of(
                                        "address",
                                        new Variant<>("192.168.50.17"),
                                        "prefix",
                                        new Variant<>(new UInt32(24)))),
                        "aa{sv}"));
        addresses.put(Interfaces.IP4, "Gateway", new Variant<>("192.168.50.1"));
        wire.show(addresses);
        device.change(
                Interfaces.DEVICE,
                "Ip4Config",
                new Variant<>(new DBusPath(addresses.getObjectPath())));
        SimulatedNetwork network = networks.get(key(ssid));
        if (network != null) {
            device.change(
                    Interfaces.WIRELESS,
                    "ActiveAccessPoint",
                    new Variant<>(new DBusPath(show(network))));
        }
    }

    static String key(byte[] ssid) {
        return Arrays.toString(ssid);
    }

    SimulatedDevice device(DBusPath path) {
        SimulatedDevice device = devices.get(path.getPath());
        if (device == null) {
            throw new UnknownObject(path.getPath());
        }
        return device;
    }
}
