package ccm.sim.dbus.wpasupplicant;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.sim.dbus.bus.PropertyBag;
import ccm.sim.dbus.bus.Turn;
import ccm.sim.dbus.bus.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.errors.UnknownObject;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.Variant;

/** The radio as wpa_supplicant shows it; all but the calls of the bus is done in turn. */
final class SimulatedRadio extends PropertyBag implements Interfaces.Radio {
    private static final long PACE_MILLIS = 2;
    private static final int WRONG_KEY = 15;
    private static final int CHALLENGE_FAILED = 15;

    private final Turn turn;
    private final Wire wire;
    private final Map<String, Point.Network> air; // by name
    private final Map<String, Setup> setups = new LinkedHashMap<>(); // by path
    private final Map<String, Point> points = new LinkedHashMap<>(); // by name
    private String joined = "";
    private int selection; // counts, so that what an earlier one still has to do is left undone
    private volatile boolean refusing;
    private boolean failing; // what it is in, when another is selected; touched in turn
    private boolean looking; // since before; touched in turn

    SimulatedRadio(String path, String name, Turn turn, Wire wire, Map<String, Point.Network> air) {
        super(path, wire);
        this.turn = turn;
        this.wire = wire;
        this.air = air;
        put("Ifname", new Variant<>(name));
        put("State", new Variant<>("disconnected"));
        put("CurrentNetwork", new Variant<>(Interfaces.NOTHING));
        put("CurrentBSS", new Variant<>(Interfaces.NOTHING));
        put("BSSs", new Variant<>(List.<DBusPath>of(), "ao"));
        put("Networks", new Variant<>(List.<DBusPath>of(), "ao"));
    }

    // --- what a test does
    // ---------------------------------------------------------------------------

    void refuse() {
        refusing = true;
    }

    void failAnother() {
        failing = true;
    }

    /** A look around is under way, which has missed everything; another is refused till its end. */
    void beLooking() {
        looking = true;
    }

    String joined() {
        return joined;
    }

    List<String> added() {
        return setups.values().stream().map(Setup::ssid).toList();
    }

    void state(String now) {
        change(Interfaces.INTERFACE, "State", new Variant<>(now));
    }

    /** What is in the air has changed. */
    void airChanged() {
        if (!joined.isEmpty() && !air.containsKey(joined)) {
            leave();
            state("scanning");
        }
        search();
    }

    /** The real one does not tell of it when it begins. */
    void current(String setup) {
        put("CurrentNetwork", new Variant<>(new DBusPath(setup)));
    }

    void hide() {
        setups.keySet().forEach(wire::hide);
        points.values().forEach(point -> wire.hide(point.getObjectPath()));
        wire.hide(getObjectPath());
    }

    // --- joining
    // ------------------------------------------------------------------------------------

    String add(Map<String, Variant<?>> settings) {
        int number = 0; // one more than the highest: those of removed ones come again
        for (String known : setups.keySet()) {
            String last = known.substring(known.lastIndexOf('/') + 1);
            number = Math.max(number, Integer.parseInt(last) + 1);
        }
        String path = getObjectPath() + "/Networks/" + number;
        Setup setup = new Setup(path, wire, settings, this::enabled);
        setups.put(path, setup);
        wire.show(setup);
        list();
        wire.signal(
                getObjectPath(),
                Interfaces.INTERFACE,
                "NetworkAdded",
                "oa{sv}",
                new DBusPath(path),
                Map.<String, Variant<?>>of());
        return path;
    }

    void select(String path) {
        Setup setup = setups.get(path);
        if (setup == null) {
            throw new UnknownObject(path);
        }
        setups.values().forEach(any -> any.enable(any == setup));
        if (!joined.isEmpty()) {
            leave();
        }
        if (failing) {
            failing = false;
            state("4way_handshake");
            state("disconnected");
        }
        selection++;
        wire.signal(
                getObjectPath(), Interfaces.INTERFACE, "NetworkSelected", "o", new DBusPath(path));
        state("scanning");
        lookAround(List.of());
        search();
    }

    private void enabled(Setup setup) {
        turn.run(this::search);
    }

    /** Joins whatever is enabled and in the air, unless it is in one already. */
    private void search() {
        if (!joined.isEmpty() || !current().matches("disconnected|inactive|scanning")) {
            return;
        }
        setups.values().stream()
                .filter(Setup::enabled)
                .filter(this::isInReach)
                .findFirst()
                .ifPresent(this::begin);
    }

    private boolean isInReach(Setup setup) {
        Point.Network network = air.get(setup.ssid());
        return network != null && (!network.hidden() || setup.searches());
    }

    private void begin(Setup setup) {
        selection++;
        boolean sae = air.get(setup.ssid()).management().equals("sae");
        state("authenticating");
        current(setup.getObjectPath());
        play(
                selection,
                setup,
                new ArrayList<>(
                        sae && !setup.opens(air.get(setup.ssid()))
                                ? List.of("authenticating")
                                : List.of("associating", "associated", "4way_handshake")));
    }

    private void play(int number, Setup setup, List<String> states) {
        if (number != selection) {
            return;
        }
        if (states.isEmpty()) {
            decide(setup);
            return;
        }
        state(states.remove(0));
        turn.later(PACE_MILLIS, () -> play(number, setup, states));
    }

    private void decide(Setup setup) {
        Point.Network network = air.get(setup.ssid());
        if (network != null && setup.opens(network)) {
            joined = setup.ssid();
            put("CurrentBSS", new Variant<>(new DBusPath(point(network).getObjectPath())));
            state("completed");
            return;
        }
        if (current().equals("authenticating")) {
            change(Interfaces.INTERFACE, "AuthStatusCode", new Variant<>(CHALLENGE_FAILED));
        } else {
            change(Interfaces.INTERFACE, "DisconnectReason", new Variant<>(WRONG_KEY));
        }
        leave(); // and it is not tried again for some time
        state("scanning");
    }

    private void leave() {
        joined = "";
        selection++;
        state("disconnected");
        put("CurrentBSS", new Variant<>(Interfaces.NOTHING));
        current("/");
    }

    private String current() {
        return String.valueOf(GetAll(Interfaces.INTERFACE).get("State").getValue());
    }

    private void list() {
        put("Networks", new Variant<>(setups.keySet().stream().map(DBusPath::new).toList(), "ao"));
    }

    // --- looking around
    // -----------------------------------------------------------------------------

    private Point point(Point.Network network) {
        return points.computeIfAbsent(
                network.ssid(),
                ssid -> {
                    Point made =
                            new Point(getObjectPath() + "/BSSs/" + points.size(), wire, network);
                    wire.show(made);
                    return made;
                });
    }

    private void lookAround(List<String> asked) {
        air.values().stream()
                .filter(network -> !network.hidden() || asked.contains(network.ssid()))
                .forEach(this::point);
        points.forEach((ssid, point) -> point.seen(air.containsKey(ssid)));
        put(
                "BSSs",
                new Variant<>(
                        points.values().stream()
                                .map(point -> new DBusPath(point.getObjectPath()))
                                .toList(),
                        "ao"));
        wire.signal(getObjectPath(), Interfaces.INTERFACE, "ScanDone", "b", true);
    }

    private void put(String name, Variant<?> value) {
        put(Interfaces.INTERFACE, name, value);
    }

    // --- calls
    // --------------------------------------------------------------------------------------

    @Override
    public void Scan(Map<String, Variant<?>> how) {
        List<String> asked = new ArrayList<>();
        if (how.containsKey("SSIDs")) {
            for (Object one : (List<?>) how.get("SSIDs").getValue()) {
                asked.add(new String(Setup.bytes(new Variant<>(one, "ay")), UTF_8));
            }
        }
        turn.run(
                () -> {
                    if (looking) {
                        turn.later(PACE_MILLIS, this::missEverything);
                        throw new DBusExecutionException("Scan request rejected");
                    }
                    lookAround(asked);
                });
    }

    private void missEverything() {
        looking = false;
        points.values().forEach(point -> point.seen(false));
        wire.signal(getObjectPath(), Interfaces.INTERFACE, "ScanDone", "b", true);
    }

    @Override
    public DBusPath AddNetwork(Map<String, Variant<?>> settings) {
        return turn.ask(() -> new DBusPath(add(settings)));
    }

    @Override
    public void SelectNetwork(DBusPath network) {
        if (refusing) {
            refusing = false;
            throw new UnknownObject(network.getPath());
        }
        turn.run(() -> select(network.getPath()));
    }

    @Override
    public void RemoveNetwork(DBusPath network) {
        turn.run(
                () -> {
                    Setup gone = setups.remove(network.getPath());
                    if (gone == null) {
                        throw new UnknownObject(network.getPath());
                    }
                    wire.hide(network.getPath());
                    list();
                    Object in = GetAll(Interfaces.INTERFACE).get("CurrentNetwork").getValue();
                    if (in.equals(network)) {
                        leave();
                    }
                });
    }
}
