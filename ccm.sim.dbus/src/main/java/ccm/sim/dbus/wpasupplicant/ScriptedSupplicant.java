package ccm.sim.dbus.wpasupplicant;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.sim.dbus.bus.PropertyBag;
import ccm.sim.dbus.bus.Turn;
import ccm.sim.dbus.bus.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.errors.UnknownObject;
import org.freedesktop.dbus.types.Variant;

/**
 * A wpa_supplicant with one radio or none, and networks that come and go as a test says. All
 * methods may be called by any thread.
 */
public final class ScriptedSupplicant implements AutoCloseable {
    private static final String RADIO = Interfaces.PATH + "/Interfaces/";

    private final Turn turn = new Turn("ccm-sim-wpa");
    private final Map<String, Point.Network> air = new LinkedHashMap<>();
    private final Wire wire;
    private final Root root;
    private Optional<SimulatedRadio> radio = Optional.empty();
    private int count; // of radios, which get no path twice

    private ScriptedSupplicant(String address, Optional<String> name) {
        wire = new Wire(address);
        root = new Root();
        wire.show(root);
        name.ifPresent(this::create);
        list();
        wire.own(Interfaces.ROOT);
    }

    /** One with {@code wlan0} and no network in reach. */
    public static ScriptedSupplicant start(String address) {
        return new ScriptedSupplicant(address, Optional.of("wlan0"));
    }

    /** One that was given no radio yet. */
    public static ScriptedSupplicant startWithout(String address) {
        return new ScriptedSupplicant(address, Optional.empty());
    }

    /** Puts a network in reach. */
    public void network(String ssid, String password) {
        put(new Point.Network(ssid, password, "wpa-psk", false));
    }

    /** The same with WPA3. */
    public void network3(String ssid, String password) {
        put(new Point.Network(ssid, password, "sae", false));
    }

    /** The same with WPA3, and without telling its name. */
    public void hiddenNetwork3(String ssid, String password) {
        put(new Point.Network(ssid, password, "sae", true));
    }

    /** Takes a network out of reach; the radio remembers it for some time. */
    public void vanish(String ssid) {
        turn.run(
                () -> {
                    air.remove(ssid);
                    radio().airChanged();
                });
    }

    /** Switched off, as by rfkill. */
    public void off() {
        turn.run(() -> radio().state("interface_disabled"));
    }

    /** The next network that is selected is not known, as after a start of its own. */
    public void refuse() {
        turn.run(() -> radio().refuse());
    }

    /** It looks around already, since before anybody asked. */
    public void beLooking() {
        turn.run(() -> radio().beLooking());
    }

    /** The names of the networks that somebody has added. */
    public List<String> added() {
        return turn.ask(() -> radio().added());
    }

    /** The network that it is in; empty for none. */
    public String joined() {
        return turn.ask(() -> radio().joined());
    }

    /** A network that the system had set up, and is in. */
    public void configured(String ssid, String password) {
        turn.run(
                () ->
                        radio().select(
                                        radio().add(
                                                        Map.of(
                                                                "ssid",
                                                                new Variant<>(
                                                                        ssid.getBytes(UTF_8), "ay"),
                                                                "psk",
                                                                new Variant<>(password)))));
    }

    /** What the next selection leaves fails in its handshake at that very moment. */
    public void failAnother() {
        turn.run(() -> radio().failAnother());
    }

    /** Somebody takes the radio away from it. */
    public void remove() {
        turn.run(this::drop);
    }

    @Override
    public void close() {
        wire.close(); // not in its turn, which calls that are under way need
        turn.close();
    }

    private SimulatedRadio radio() {
        return radio.orElseThrow();
    }

    private void put(Point.Network network) {
        turn.run(
                () -> {
                    air.put(network.ssid(), network);
                    radio.ifPresent(SimulatedRadio::airChanged);
                });
    }

    private DBusPath create(String name) {
        SimulatedRadio made = new SimulatedRadio(RADIO + count++, name, turn, wire, air);
        radio = Optional.of(made);
        wire.show(made);
        list();
        return new DBusPath(made.getObjectPath());
    }

    private void drop() {
        DBusPath path = new DBusPath(radio().getObjectPath());
        radio().hide();
        radio = Optional.empty();
        list();
        wire.signal(Interfaces.PATH, Interfaces.ROOT, "InterfaceRemoved", "o", path);
    }

    private void list() {
        List<DBusPath> all =
                radio.map(some -> List.of(new DBusPath(some.getObjectPath()))).orElse(List.of());
        root.put(Interfaces.ROOT, "Interfaces", new Variant<>(all, "ao"));
    }

    /** The root. */
    private final class Root extends PropertyBag implements Interfaces.Root {
        Root() {
            super(Interfaces.PATH, wire);
        }

        @Override
        public DBusPath GetInterface(String name) {
            return turn.ask(() -> new DBusPath(radio().getObjectPath()));
        }

        @Override
        public DBusPath CreateInterface(Map<String, Variant<?>> what) {
            return turn.ask(() -> create(String.valueOf(what.get("Ifname").getValue())));
        }

        @Override
        public void RemoveInterface(DBusPath what) {
            turn.run(
                    () -> {
                        if (!what.getPath().equals(radio().getObjectPath())) {
                            throw new UnknownObject(what.getPath());
                        }
                        drop();
                    });
        }
    }
}
