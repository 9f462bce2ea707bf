package ccm.sim.dbus.networkmanager;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.types.Variant;

/**
 * NetworkManager with one radio, {@code wlan0}, on a bus of its own: networks come and go as a test
 * says, and each activation goes through the states, and has the reasons, of the real one. All
 * methods may be called by any thread.
 */
public final class ScriptedNetworkManager implements AutoCloseable {
    private final SimulatedSystem system;

    private ScriptedNetworkManager(String address) {
        system = new SimulatedSystem(address);
    }

    /** One with {@code wlan0} and no network in reach. */
    public static ScriptedNetworkManager start(String address) {
        ScriptedNetworkManager made = new ScriptedNetworkManager(address);
        made.system.turn.run(
                () -> {
                    made.system.appear();
                    made.system.add("wlan0");
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
        return system.turn.ask(
                () ->
                        system.networks.computeIfAbsent(
                                SimulatedSystem.key(ssid), name -> new SimulatedNetwork(ssid)));
    }

    /** Takes a network away; who is in it is told after a moment. */
    public void vanish(String ssid) {
        system.turn.run(
                () -> {
                    system.networks.remove(SimulatedSystem.key(ssid.getBytes(UTF_8)));
                    for (SimulatedDevice device : system.devices.values()) {
                        if (device.active()
                                .filter(now -> !now.profile().accessPoint())
                                .filter(
                                        now ->
                                                SimulatedSystem.key(now.profile().ssid())
                                                        .equals(
                                                                SimulatedSystem.key(
                                                                        ssid.getBytes(UTF_8))))
                                .isPresent()) {
                            system.course.fail(device, Course.NOT_FOUND);
                        }
                    }
                });
    }

    /** Switches: of the system, and of the board. */
    public void radio(boolean softwareOn, boolean hardwareOn) {
        system.turn.run(() -> system.radio(softwareOn, hardwareOn));
    }

    /** Plugs a radio in. */
    public void addDevice(String name) {
        system.turn.run(() -> system.add(name));
    }

    /** Pulls a radio out. */
    public void removeDevice(String name) {
        system.turn.run(() -> system.remove(name));
    }

    /** Somebody else's profile, in use when {@code active}. */
    public void foreignProfile(String id, String ssid, boolean active) {
        system.turn.run(
                () -> {
                    SimulatedProfile profile =
                            system.keep(
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
                        system.use(profile, system.devices.values().iterator().next());
                    }
                });
    }

    /** Goes away: the process ends. What is in use and its profiles stay, as with the real one. */
    public void stop() {
        system.disappear();
    }

    /** Comes back after {@link #stop}, or after the bus was killed. */
    public void comeBack() {
        system.turn.run(system::comeBack);
    }

    /** The next so many access points fail for this reason. */
    public void refuseAccessPoints(int times, int reason) {
        system.turn.run(() -> system.course.refuse(times, reason));
    }

    /** A NetworkManager before 1.16. */
    public void beOld() {
        system.turn.run(system::beOld);
    }

    /** Answers no activation, nor anything of it, as one that hangs. */
    public void hang() {
        system.turn.run(system.course::hang);
    }

    /** How long each state takes. */
    public void pace(Duration each) {
        system.turn.run(() -> system.course.pace(each));
    }

    /** Leaves what a radio is in, as a person at the system's own tools does. */
    public void disconnect(String name) {
        system.turn.run(
                () ->
                        system.devices.values().stream()
                                .filter(device -> device.name().equals(name))
                                .forEach(
                                        device ->
                                                system.course.end(
                                                        device,
                                                        Course.USER_REQUESTED,
                                                        Course.USER_DISCONNECTED)));
    }

    // --- what a test asks -----------------------------------------------------------------------

    /** What it was asked for, in order: the method, and what it is about; never a secret. */
    public List<String> asked() {
        return List.copyOf(system.asked);
    }

    /** The ids of all profiles there are. */
    public List<String> profiles() {
        return system.turn.ask(
                () -> system.profiles.values().stream().map(SimulatedProfile::id).toList());
    }

    /** A setting of the first profile of that id; null when there is none. */
    public Object setting(String id, String group, String name) {
        Optional<Object> found =
                system.turn.ask(
                        () ->
                                system.profiles.values().stream()
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
        system.disappear();
        system.turn.close();
    }

    private String active(String name, boolean accessPoint) {
        return system.turn.ask(
                () ->
                        system.devices.values().stream()
                                .filter(device -> device.name().equals(name))
                                .filter(device -> device.state() == SimulatedDevice.ACTIVATED)
                                .flatMap(device -> device.active().stream())
                                .map(ActiveProfile::profile)
                                .filter(profile -> profile.accessPoint() == accessPoint)
                                .map(profile -> new String(profile.ssid(), UTF_8))
                                .findFirst()
                                .orElse(""));
    }
}
