package ccm.sim.dbus.wpasupplicant;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.sim.dbus.bus.PropertyBag;
import ccm.sim.dbus.bus.Turn;
import ccm.sim.dbus.bus.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.errors.UnknownObject;
import org.freedesktop.dbus.types.UInt16;
import org.freedesktop.dbus.types.Variant;

/**
 * A wpa_supplicant with one radio, {@code wlan0}, and WPA2 networks that come and go as a test
 * says. All methods may be called by any thread.
 */
public final class ScriptedSupplicant implements AutoCloseable {
    private static final String PATH = "/fi/w1/wpa_supplicant1";
    private static final String RADIO = PATH + "/Interfaces/0";
    private static final DBusPath NOTHING = new DBusPath("/");
    private static final long PACE_MILLIS = 2;
    private static final int WRONG_KEY = 15;

    private final Turn turn = new Turn("ccm-sim-wpa");
    private final Map<String, String> passwords = new LinkedHashMap<>(); // of the networks
    private final Map<String, Network> networks = new LinkedHashMap<>();
    private final Wire wire;
    private final Radio radio;
    private int count; // of objects, which get no name twice
    private volatile boolean refusing;
    private int selection; // counts, so that what an earlier one still has to do is left undone

    private ScriptedSupplicant(String address) {
        wire = new Wire(address);
        radio = new Radio();
        Root root = new Root();
        root.put(Interfaces.ROOT, "Interfaces", new Variant<>(List.of(new DBusPath(RADIO)), "ao"));
        wire.show(root);
        wire.show(radio);
        wire.own(Interfaces.ROOT);
    }

    /** One with {@code wlan0} and no network in reach. */
    public static ScriptedSupplicant start(String address) {
        return new ScriptedSupplicant(address);
    }

    /** Puts a network in reach. */
    public void network(String ssid, String password) {
        turn.run(() -> passwords.put(ssid, password));
    }

    /** Switched off, as by rfkill. */
    public void off() {
        turn.run(() -> radio.state("interface_disabled"));
    }

    /** The next network that is selected is not known, as after a start of its own. */
    public void refuse() {
        refusing = true;
    }

    /** The names of the networks that somebody has added. */
    public List<String> added() {
        return turn.ask(() -> networks.values().stream().map(Network::ssid).toList());
    }

    /** The network that it is in; empty for none. */
    public String joined() {
        return turn.ask(() -> radio.joined);
    }

    /** A network that the system had set up, and is in. */
    public void configured(String ssid, String password) {
        turn.run(
                () ->
                        select(
                                add(
                                        Map.of(
                                                "ssid",
                                                new Variant<>(ssid.getBytes(UTF_8), "ay"),
                                                "psk",
                                                new Variant<>(password)))));
    }

    @Override
    public void close() {
        wire.close(); // not in its turn, which calls that are under way need
        turn.close();
    }

    private String add(Map<String, Variant<?>> settings) {
        Network network = new Network(PATH + "/Networks/" + ++count, settings);
        networks.put(network.getObjectPath(), network);
        wire.show(network);
        radio.listNetworks();
        return network.getObjectPath();
    }

    private void select(String path) {
        Network network = networks.get(path);
        if (network == null) {
            throw new UnknownObject(path);
        }
        radio.leave();
        int number = ++selection;
        play(number, network, new ArrayList<>(List.of("scanning")));
    }

    private void play(int number, Network network, List<String> states) {
        if (number != selection) {
            return;
        }
        if (states.isEmpty()) {
            decide(number, network);
            return;
        }
        radio.state(states.remove(0));
        turn.later(PACE_MILLIS, () -> play(number, network, states));
    }

    private void decide(int number, Network network) {
        String password = passwords.get(network.ssid());
        if (password == null || radio.current().equals("completed")) {
            return; // goes on looking, or is there
        }
        if (radio.current().equals("scanning")) {
            play(
                    number,
                    network,
                    new ArrayList<>(
                            List.of(
                                    "authenticating",
                                    "associating",
                                    "associated",
                                    "4way_handshake")));
        } else if (password.equals(network.psk())) {
            radio.join(network);
        } else {
            radio.change(Interfaces.INTERFACE, "DisconnectReason", new Variant<>(WRONG_KEY));
            radio.state("disconnected");
        }
    }

    /** The root. */
    private final class Root extends PropertyBag implements Interfaces.Root {
        Root() {
            super(PATH, wire);
        }

        @Override
        public DBusPath GetInterface(String name) {
            return new DBusPath(RADIO);
        }
    }

    /** A network that somebody added. */
    private final class Network extends PropertyBag {
        private final Map<String, Variant<?>> settings;

        Network(String path, Map<String, Variant<?>> settings) {
            super(path, wire);
            this.settings = settings;
            put(Interfaces.NETWORK, "Enabled", new Variant<>(false));
            put(Interfaces.NETWORK, "Properties", new Variant<>(written(settings), "a{sv}"));
        }

        @Override
        public <A> void Set(String type, String name, A value) {
            put(type, name, new Variant<>(true));
        }

        /** As in a file, where text has quotes around it. */
        private static Map<String, Variant<?>> written(Map<String, Variant<?>> settings) {
            Map<String, Variant<?>> written = new HashMap<>();
            settings.forEach(
                    (key, value) -> {
                        if (value.getValue() instanceof String text) {
                            written.put(key, new Variant<>('"' + text + '"'));
                        }
                    });
            return written;
        }

        String ssid() {
            Object value = settings.get("ssid").getValue();
            if (value instanceof byte[] bytes) {
                return new String(bytes, UTF_8);
            }
            List<?> list = (List<?>) value;
            byte[] bytes = new byte[list.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = ((Number) list.get(i)).byteValue();
            }
            return new String(bytes, UTF_8);
        }

        String psk() {
            Variant<?> value = settings.get("psk");
            return value == null ? "" : String.valueOf(value.getValue());
        }
    }

    /** The radio. */
    private final class Radio extends PropertyBag implements Interfaces.Radio {
        private String joined = "";

        Radio() {
            super(RADIO, wire);
            put(Interfaces.INTERFACE, "Ifname", new Variant<>("wlan0"));
            put(Interfaces.INTERFACE, "State", new Variant<>("disconnected"));
            put(Interfaces.INTERFACE, "CurrentNetwork", new Variant<>(NOTHING));
            put(Interfaces.INTERFACE, "CurrentBSS", new Variant<>(NOTHING));
            put(Interfaces.INTERFACE, "BSSs", new Variant<>(List.<DBusPath>of(), "ao"));
            put(Interfaces.INTERFACE, "Networks", new Variant<>(List.<DBusPath>of(), "ao"));
        }

        void state(String now) {
            change(Interfaces.INTERFACE, "State", new Variant<>(now));
        }

        String current() {
            return String.valueOf(GetAll(Interfaces.INTERFACE).get("State").getValue());
        }

        void join(Network network) {
            joined = network.ssid();
            put(
                    Interfaces.INTERFACE,
                    "CurrentNetwork",
                    new Variant<>(new DBusPath(network.getObjectPath())));
            put(
                    Interfaces.INTERFACE,
                    "CurrentBSS",
                    new Variant<>(new DBusPath(show(network.ssid()))));
            state("completed");
        }

        void leave() {
            joined = "";
            put(Interfaces.INTERFACE, "CurrentNetwork", new Variant<>(NOTHING));
            put(Interfaces.INTERFACE, "CurrentBSS", new Variant<>(NOTHING));
            state("disconnected");
        }

        void listNetworks() {
            put(
                    Interfaces.INTERFACE,
                    "Networks",
                    new Variant<>(networks.keySet().stream().map(DBusPath::new).toList(), "ao"));
        }

        private String show(String ssid) {
            PropertyBag bss = new PropertyBag(RADIO + "/BSSs/" + ++count, wire);
            bss.put(Interfaces.BSS, "SSID", new Variant<>(ssid.getBytes(UTF_8), "ay"));
            bss.put(Interfaces.BSS, "BSSID", new Variant<>(new byte[] {2, 0, 0, 0, 1, 0}, "ay"));
            bss.put(Interfaces.BSS, "Frequency", new Variant<>(new UInt16(2437)));
            bss.put(Interfaces.BSS, "Signal", new Variant<>((short) -58));
            bss.put(Interfaces.BSS, "Privacy", new Variant<>(true));
            bss.put(Interfaces.BSS, "Mode", new Variant<>("infrastructure"));
            bss.put(Interfaces.BSS, "WPA", new Variant<>(Map.<String, Variant<?>>of(), "a{sv}"));
            bss.put(
                    Interfaces.BSS,
                    "RSN",
                    new Variant<>(
                            Map.of("KeyMgmt", new Variant<>(List.of("wpa-psk"), "as")), "a{sv}"));
            wire.show(bss);
            return bss.getObjectPath();
        }

        @Override
        public void Scan(Map<String, Variant<?>> how) {
            turn.run(
                    () -> {
                        List<DBusPath> seen =
                                passwords.keySet().stream()
                                        .map(ssid -> new DBusPath(show(ssid)))
                                        .toList();
                        put(Interfaces.INTERFACE, "BSSs", new Variant<>(seen, "ao"));
                        wire.signal(RADIO, Interfaces.INTERFACE, "ScanDone", "b", true);
                    });
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
                        Network gone = networks.remove(network.getPath());
                        if (gone == null) {
                            throw new UnknownObject(network.getPath());
                        }
                        listNetworks();
                        if (gone.ssid().equals(joined)) {
                            selection++;
                            leave();
                        }
                    });
        }
    }
}
