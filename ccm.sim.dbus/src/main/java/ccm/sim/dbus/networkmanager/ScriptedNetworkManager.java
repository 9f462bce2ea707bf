package ccm.sim.dbus.networkmanager;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.parts.threads.NamedThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.errors.UnknownMethod;
import org.freedesktop.dbus.errors.UnknownObject;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/**
 * NetworkManager with one radio, {@code wlan0}, on a bus of its own: networks come and go as a test
 * says, and each activation goes through the states, and has the reasons, of the real one. All
 * methods may be called by any thread.
 */
public final class ScriptedNetworkManager implements AutoCloseable {
    private static final String ROOT = "/org/freedesktop/NetworkManager";
    private static final long PATIENCE_SECONDS = 20;
    private static final Duration PACE = Duration.ofMillis(2);

    // reasons of a device's state
    private static final int CONFIG_FAILED = 5;
    private static final int NO_SECRETS = 7;
    private static final int SUPPLICANT_DISCONNECT = 8;
    private static final int REMOVED = 36;
    private static final int PROFILE_REMOVED = 38;
    private static final int USER_REQUESTED = 39;
    private static final int NOT_FOUND = 53;
    private static final int NEW_ACTIVATION = 60;
    // and of an active connection's
    private static final int DEVICE_DISCONNECTED = 3;
    private static final int USER_DISCONNECTED = 2;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("ccm-sim-nm"));
    private final String address;
    private final Map<String, SimulatedNetwork> networks = new LinkedHashMap<>();
    private final Map<String, SimulatedDevice> devices = new LinkedHashMap<>();
    private final Map<String, SimulatedProfile> profiles = new LinkedHashMap<>();
    private final Map<String, ActiveProfile> activations = new LinkedHashMap<>();
    private final List<String> shownPoints = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Wire wire;
    private Root root;
    private int count; // of objects, which get no name twice
    private long scans = 1;
    private int refusals; // of access points, still to come
    private int refusal;
    private boolean software = true;
    private boolean hardware = true;
    private boolean old;
    private boolean deaf;
    private Duration pace = PACE;

    private ScriptedNetworkManager(String address) {
        this.address = address;
    }

    /** One with {@code wlan0} and no network in reach. */
    public static ScriptedNetworkManager start(String address) {
        ScriptedNetworkManager made = new ScriptedNetworkManager(address);
        made.run(
                () -> {
                    made.appear();
                    made.add("wlan0");
                });
        return made;
    }

    // --- what a test scripts --------------------------------------------------------------------

    /** Puts an open network in reach; what it is like is said to the answer. */
    public SimulatedNetwork network(String ssid) {
        return network(ssid.getBytes(UTF_8));
    }

    /** The same, of a name that is no text. */
    public SimulatedNetwork network(byte[] ssid) {
        return ask(() -> networks.computeIfAbsent(key(ssid), name -> new SimulatedNetwork(ssid)));
    }

    /** Takes a network away; who is in it is told after a moment. */
    public void vanish(String ssid) {
        run(
                () -> {
                    networks.remove(key(ssid.getBytes(UTF_8)));
                    for (SimulatedDevice device : devices.values()) {
                        if (device.active()
                                .filter(now -> !now.profile().accessPoint())
                                .filter(
                                        now ->
                                                key(now.profile().ssid())
                                                        .equals(key(ssid.getBytes(UTF_8))))
                                .isPresent()) {
                            fail(device, NOT_FOUND);
                        }
                    }
                });
    }

    /** Switches: of the system, and of the board. */
    public void radio(boolean softwareOn, boolean hardwareOn) {
        run(
                () -> {
                    software = softwareOn;
                    hardware = hardwareOn;
                    root.change(Interfaces.MANAGER, "WirelessEnabled", new Variant<>(software));
                    root.change(
                            Interfaces.MANAGER, "WirelessHardwareEnabled", new Variant<>(hardware));
                    for (SimulatedDevice device : devices.values()) {
                        end(device, USER_REQUESTED, DEVICE_DISCONNECTED);
                        device.enter(
                                software && hardware
                                        ? SimulatedDevice.DISCONNECTED
                                        : SimulatedDevice.UNAVAILABLE,
                                0);
                    }
                });
    }

    /** Plugs a radio in. */
    public void addDevice(String name) {
        run(() -> add(name));
    }

    /** Pulls a radio out. */
    public void removeDevice(String name) {
        run(
                () -> {
                    SimulatedDevice device =
                            devices.values().stream()
                                    .filter(some -> some.name().equals(name))
                                    .findFirst()
                                    .orElseThrow();
                    end(device, REMOVED, DEVICE_DISCONNECTED);
                    devices.remove(device.getObjectPath());
                    wire.hide(device.getObjectPath());
                    wire.signal(
                            ROOT,
                            Interfaces.MANAGER,
                            "DeviceRemoved",
                            "o",
                            new DBusPath(device.getObjectPath()));
                });
    }

    /** Somebody else's profile, in use when {@code active}. */
    public void foreignProfile(String id, String ssid, boolean active) {
        run(
                () -> {
                    SimulatedProfile profile =
                            keep(
                                    Map.of(
                                            "connection",
                                            Map.of("id", new Variant<>(id)),
                                            "802-11-wireless",
                                            Map.of(
                                                    "ssid",
                                                    new Variant<>(ssid.getBytes(UTF_8), "ay"),
                                                    "mode",
                                                    new Variant<>("infrastructure"))));
                    if (active) {
                        SimulatedDevice device = devices.values().iterator().next();
                        ActiveProfile now = activation(profile, device);
                        device.begin(now);
                        device.enter(SimulatedDevice.ACTIVATED, 0);
                        now.enter(ActiveProfile.ACTIVATED, 0);
                        addressed(device, ssid.getBytes(UTF_8));
                    }
                });
    }

    /** Goes away: the process ends. What is in use and its profiles stay, as with the real one. */
    public void stop() {
        run(this::disappear);
    }

    /** Comes back after {@link #stop}, or after the bus was killed. */
    public void comeBack() {
        run(
                () -> {
                    appear();
                    Map<String, SimulatedDevice> before = new LinkedHashMap<>(devices);
                    devices.clear();
                    activations.clear();
                    before.values().forEach(this::again);
                });
    }

    /** The next so many access points fail for this reason. */
    public void refuseAccessPoints(int times, int reason) {
        run(
                () -> {
                    refusals = times;
                    refusal = reason;
                });
    }

    /** A NetworkManager before 1.16. */
    public void beOld() {
        run(() -> old = true);
    }

    /** Answers no activation, nor anything of it, as one that hangs. */
    public void hang() {
        run(() -> deaf = true);
    }

    /** How long each state takes. */
    public void pace(Duration each) {
        run(() -> pace = each);
    }

    /** Leaves what a radio is in, as a person at the system's own tools does. */
    public void disconnect(String name) {
        run(
                () ->
                        devices.values().stream()
                                .filter(device -> device.name().equals(name))
                                .forEach(device -> end(device, USER_REQUESTED, USER_DISCONNECTED)));
    }

    // --- what a test asks -----------------------------------------------------------------------

    /** What it was asked for, in order: the method, and what it is about; never a secret. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** The ids of all profiles there are. */
    public List<String> profiles() {
        return ask(() -> profiles.values().stream().map(SimulatedProfile::id).toList());
    }

    /** A setting of the first profile of that id; null when there is none. */
    public Object setting(String id, String group, String name) {
        Optional<Object> found =
                ask(
                        () ->
                                profiles.values().stream()
                                        .filter(profile -> profile.id().equals(id))
                                        .map(profile -> profile.setting(group, name))
                                        .findFirst());
        return found.orElse(null);
    }

    /** The network that a radio is in; empty for none, or for an access point. */
    public String joined(String name) {
        return active(name, false);
    }

    /** The access point that is open on a radio; empty for none. */
    public String accessPoint(String name) {
        return active(name, true);
    }

    @Override
    public void close() {
        run(this::disappear);
        thread.shutdownNow();
        try {
            thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String active(String name, boolean accessPoint) {
        return ask(
                () ->
                        devices.values().stream()
                                .filter(device -> device.name().equals(name))
                                .filter(device -> device.state() == SimulatedDevice.ACTIVATED)
                                .flatMap(device -> device.active().stream())
                                .map(ActiveProfile::profile)
                                .filter(profile -> profile.accessPoint() == accessPoint)
                                .map(profile -> new String(profile.ssid(), UTF_8))
                                .findFirst()
                                .orElse(""));
    }

    // --- the service ----------------------------------------------------------------------------

    private void appear() {
        wire = new Wire(address);
        root = new Root();
        root.put(Interfaces.MANAGER, "Version", new Variant<>(old ? "1.10.6" : "1.42.4"));
        root.put(Interfaces.MANAGER, "WirelessEnabled", new Variant<>(software));
        root.put(Interfaces.MANAGER, "WirelessHardwareEnabled", new Variant<>(hardware));
        wire.show(root);
        wire.show(new Profiles());
        profiles.values().forEach(wire::show);
        wire.own(Interfaces.MANAGER);
    }

    private void disappear() {
        if (wire != null) {
            wire.close();
            wire = null;
        }
    }

    private SimulatedDevice add(String name) {
        String path = ROOT + "/Devices/" + ++count;
        SimulatedDevice device = new SimulatedDevice(path, name, wire, () -> run(() -> scan(name)));
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
        later(device, device.active().map(any -> 0).orElse(0), () -> scanned(device));
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

    private SimulatedProfile keep(Map<String, Map<String, Variant<?>>> settings) {
        SimulatedProfile profile =
                new SimulatedProfile(
                        ROOT + "/Settings/" + ++count, settings, some -> run(() -> forget(some)));
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
                .forEach(device -> end(device, PROFILE_REMOVED, DEVICE_DISCONNECTED));
        wire.hide(profile.getObjectPath());
    }

    private ActiveProfile activation(SimulatedProfile profile, SimulatedDevice device) {
        ActiveProfile made =
                new ActiveProfile(ROOT + "/ActiveConnection/" + ++count, profile, device, wire);
        activations.put(made.getObjectPath(), made);
        wire.show(made);
        return made;
    }

    // --- an activation --------------------------------------------------------------------------

    private ActiveProfile activate(SimulatedProfile profile, SimulatedDevice device) {
        if (device.state() == SimulatedDevice.UNAVAILABLE) {
            throw new IllegalStateException("The device is not available");
        }
        device.active().ifPresent(now -> end(device, NEW_ACTIVATION, DEVICE_DISCONNECTED));
        ActiveProfile made = activation(profile, device);
        int number = device.begin(made);
        if (!deaf) {
            List<int[]> steps = new ArrayList<>(List.of(new int[] {40, 0}, new int[] {50, 0}));
            later(device, number, () -> play(made, number, steps));
        }
        return made;
    }

    private void play(ActiveProfile made, int number, List<int[]> steps) {
        SimulatedDevice device = made.device();
        if (steps.isEmpty()) {
            decide(made, number);
            return;
        }
        int[] step = steps.get(0);
        device.enter(step[0], step[1]);
        if (step[0] == SimulatedDevice.ACTIVATED) {
            addressed(device, made.profile().ssid());
            made.enter(ActiveProfile.ACTIVATED, 1);
        } else if (step[0] == SimulatedDevice.FAILED) {
            fallen(device);
        } else {
            later(device, number, () -> play(made, number, steps.subList(1, steps.size())));
        }
    }

    /** What happens when the radio has called for the network. */
    private void decide(ActiveProfile made, int number) {
        SimulatedDevice device = made.device();
        SimulatedProfile profile = made.profile();
        if (profile.accessPoint()) {
            if (refusals > 0) {
                refusals--;
                play(made, number, failing(refusal));
            } else {
                play(made, number, passing());
            }
            return;
        }
        SimulatedNetwork network = networks.get(key(profile.ssid()));
        if (network == null || network.isHidden() && !Boolean.TRUE.equals(hidden(profile))) {
            play(made, number, failing(NOT_FOUND));
            return;
        }
        thread.schedule(
                () -> {
                    if (device.isCurrent(number)) {
                        answer(made, number, network);
                    }
                },
                network.delay().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void answer(ActiveProfile made, int number, SimulatedNetwork network) {
        if (network.refusal() != 0) {
            play(made, number, failing(network.refusal()));
        } else if (!network.letsIn(made.profile().settings())) {
            List<int[]> steps = new ArrayList<>();
            steps.add(new int[] {SimulatedDevice.NEED_AUTH, SUPPLICANT_DISCONNECT});
            steps.addAll(failing(NO_SECRETS));
            play(made, number, steps);
        } else if (!network.givesAddresses()) {
            List<int[]> steps = new ArrayList<>();
            steps.add(new int[] {SimulatedDevice.IP_CONFIG, 0});
            steps.addAll(failing(CONFIG_FAILED));
            play(made, number, steps);
        } else {
            play(made, number, passing());
        }
    }

    private static List<int[]> passing() {
        List<int[]> steps = new ArrayList<>();
        for (int state :
                new int[] {
                    SimulatedDevice.NEED_AUTH,
                    SimulatedDevice.PREPARE,
                    SimulatedDevice.CONFIG,
                    SimulatedDevice.IP_CONFIG,
                    SimulatedDevice.IP_CHECK,
                    SimulatedDevice.SECONDARIES,
                    SimulatedDevice.ACTIVATED
                }) {
            steps.add(new int[] {state, 0});
        }
        return steps;
    }

    private static List<int[]> failing(int reason) {
        return List.of(new int[] {SimulatedDevice.FAILED, reason});
    }

    private static Object hidden(SimulatedProfile profile) {
        return profile.setting("802-11-wireless", "hidden");
    }

    /** Fails something in use. */
    private void fail(SimulatedDevice device, int reason) {
        device.enter(SimulatedDevice.FAILED, reason);
        fallen(device);
    }

    /** The failed state passes in an instant, and leaves no trace. */
    private void fallen(SimulatedDevice device) {
        device.active().ifPresent(now -> gone(now, DEVICE_DISCONNECTED));
        device.clear();
        device.enter(SimulatedDevice.DISCONNECTED, 0);
    }

    private void end(SimulatedDevice device, int reason, int activeReason) {
        if (device.active().isEmpty()) {
            return;
        }
        device.active().ifPresent(now -> now.enter(ActiveProfile.DEACTIVATING, activeReason));
        device.enter(SimulatedDevice.DEACTIVATING, reason);
        device.active().ifPresent(now -> gone(now, activeReason));
        device.clear();
        device.enter(SimulatedDevice.DISCONNECTED, reason);
    }

    private void gone(ActiveProfile now, int reason) {
        now.enter(ActiveProfile.DEACTIVATED, reason);
        activations.remove(now.getObjectPath());
        wire.hide(now.getObjectPath());
    }

    private void addressed(SimulatedDevice device, byte[] ssid) {
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

    private void later(SimulatedDevice device, int number, Runnable job) {
        thread.schedule(
                () -> {
                    if (wire != null && (number == 0 || device.isCurrent(number))) {
                        job.run();
                    }
                },
                pace.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static String key(byte[] ssid) {
        return Arrays.toString(ssid);
    }

    private void run(Runnable job) {
        ask(
                () -> {
                    job.run();
                    return true;
                });
    }

    private <T> T ask(Callable<T> job) {
        try {
            return thread.submit(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause; // the library makes an error of the bus of it
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the simulator hangs", e);
        }
    }

    private SimulatedDevice device(DBusPath path) {
        SimulatedDevice device = devices.get(path.getPath());
        if (device == null) {
            throw new UnknownObject(path.getPath());
        }
        return device;
    }

    /** The root object. */
    private final class Root extends PropertyBag implements Interfaces.Manager {
        Root() {
            super(ROOT, wire);
        }

        @Override
        public List<DBusPath> GetDevices() {
            return ask(() -> devices.keySet().stream().map(DBusPath::new).toList());
        }

        @Override
        public Interfaces.Two<DBusPath, DBusPath> AddAndActivateConnection(
                Map<String, Map<String, Variant<?>>> settings, DBusPath device, DBusPath point) {
            ActiveProfile made = added("AddAndActivateConnection", settings, device);
            return new Interfaces.Two<>(
                    new DBusPath(made.profile().getObjectPath()),
                    new DBusPath(made.getObjectPath()));
        }

        @Override
        public Interfaces.Three<DBusPath, DBusPath, Map<String, Variant<?>>>
                AddAndActivateConnection2(
                        Map<String, Map<String, Variant<?>>> settings,
                        DBusPath device,
                        DBusPath point,
                        Map<String, Variant<?>> options) {
            if (old) {
                throw new UnknownMethod("AddAndActivateConnection2");
            }
            String how = String.valueOf(options.get("persist").getValue());
            ActiveProfile made = added("AddAndActivateConnection2 " + how, settings, device);
            return new Interfaces.Three<>(
                    new DBusPath(made.profile().getObjectPath()),
                    new DBusPath(made.getObjectPath()),
                    Map.of());
        }

        @Override
        public DBusPath ActivateConnection(DBusPath profile, DBusPath device, DBusPath point) {
            return ask(
                    () -> {
                        SimulatedProfile known = profiles.get(profile.getPath());
                        if (known == null) {
                            throw new UnknownObject(profile.getPath());
                        }
                        asked.add("ActivateConnection " + known.id());
                        return new DBusPath(activate(known, device(device)).getObjectPath());
                    });
        }

        @Override
        public void DeactivateConnection(DBusPath active) {
            run(
                    () -> {
                        ActiveProfile now = activations.get(active.getPath());
                        if (now == null) {
                            throw new UnknownObject(active.getPath());
                        }
                        asked.add("DeactivateConnection " + now.profile().id());
                        end(now.device(), USER_REQUESTED, USER_DISCONNECTED);
                    });
        }

        private ActiveProfile added(
                String method, Map<String, Map<String, Variant<?>>> settings, DBusPath device) {
            return ask(
                    () -> {
                        SimulatedDevice radio = device(device);
                        SimulatedProfile profile = keep(settings);
                        asked.add(method + " " + profile.id());
                        return activate(profile, radio);
                    });
        }
    }

    /** The profiles. */
    private final class Profiles implements Interfaces.Settings {
        @Override
        public String getObjectPath() {
            return ROOT + "/Settings";
        }

        @Override
        public List<DBusPath> ListConnections() {
            return ask(() -> profiles.keySet().stream().map(DBusPath::new).toList());
        }

        @Override
        public DBusPath AddConnectionUnsaved(Map<String, Map<String, Variant<?>>> settings) {
            return ask(
                    () -> {
                        SimulatedProfile profile = keep(settings);
                        asked.add("AddConnectionUnsaved " + profile.id());
                        return new DBusPath(profile.getObjectPath());
                    });
        }
    }
}
