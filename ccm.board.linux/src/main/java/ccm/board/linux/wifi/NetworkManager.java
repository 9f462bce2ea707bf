package ccm.board.linux.wifi;

import ccm.parts.dbus.Bus;
import ccm.parts.dbus.BusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.types.Variant;

/** What we need of NetworkManager, each call with its deadline. */
final class NetworkManager {
    static final String NAME = "org.freedesktop.NetworkManager";
    static final String ROOT = "/org/freedesktop/NetworkManager";
    static final String DEVICE = NAME + ".Device";
    static final String ACTIVE = NAME + ".Connection.Active";
    static final String WIRELESS = DEVICE + ".Wireless";
    static final String NOTHING = "/";

    private static final String SETTINGS = NAME + ".Settings";
    private static final String SETTINGS_PATH = ROOT + "/Settings";
    private static final String PROFILE = SETTINGS + ".Connection";
    private static final String POINT = NAME + ".AccessPoint";
    private static final Duration QUICK = Duration.ofSeconds(5);
    private static final Duration SLOW = Duration.ofSeconds(10);
    private static final int WIFI = 2;

    private final Bus bus;

    /** A radio: its object and the name of its interface. */
    record Radio(String path, String name) {}

    /** What was begun: the profile and the connection. */
    record Started(String profile, String active) {}

    /** A profile of ours. */
    record Profile(String path, String id) {
        boolean station() {
            return id.equals(ProfileSettings.STATION);
        }
    }

    NetworkManager(Bus bus) {
        this.bus = bus;
    }

    /** Its unique name, by which its signals are known. */
    String owner() throws BusException {
        return bus.owner(NAME);
    }

    String version() throws BusException {
        return String.valueOf(bus.get(NAME, ROOT, NAME, "Version"));
    }

    /** Why the radio is off; empty when it is on. */
    Optional<String> off() throws BusException {
        Map<String, Object> all = bus.all(NAME, ROOT, NAME);
        if (Boolean.FALSE.equals(all.get("WirelessHardwareEnabled"))) {
            return Optional.of(
                    "the radio is switched off at the board (rfkill). Switch it on there");
        }
        if (Boolean.FALSE.equals(all.get("WirelessEnabled"))) {
            return Optional.of(
                    "WiFi is switched off in the system. Switch it on: nmcli radio wifi on");
        }
        return Optional.empty();
    }

    /** The radios that it manages, in the order of their names. */
    List<Radio> radios() throws BusException {
        List<Radio> radios = new ArrayList<>();
        for (Object path : list(call(QUICK, ROOT, NAME, "GetDevices", "")[0])) {
            try {
                Map<String, Object> device = bus.all(NAME, path.toString(), DEVICE);
                if (number(device.get("DeviceType")) == WIFI
                        && !Boolean.FALSE.equals(device.get("Managed"))) {
                    radios.add(new Radio(path.toString(), String.valueOf(device.get("Interface"))));
                }
            } catch (BusException e) {
                if (!gone(e)) {
                    throw e;
                }
            }
        }
        radios.sort(Comparator.comparing(Radio::name));
        return radios;
    }

    Map<String, Object> device(String path) throws BusException {
        return bus.all(NAME, path, DEVICE);
    }

    Map<String, Object> wireless(String path) throws BusException {
        return bus.all(NAME, path, WIRELESS);
    }

    int state(String device) throws BusException {
        return number(bus.get(NAME, device, DEVICE, "State"));
    }

    void requestScan(String device) throws BusException {
        call(SLOW, device, WIRELESS, "RequestScan", "a{sv}", Map.of());
    }

    /** When it last looked around, on a clock of its own. */
    long lastScan(String device) throws BusException {
        return bus.get(NAME, device, WIRELESS, "LastScan") instanceof Number number
                ? number.longValue()
                : 0;
    }

    List<SeenPoint> seen(String device) throws BusException {
        List<SeenPoint> points = new ArrayList<>();
        for (Object path : list(call(QUICK, device, WIRELESS, "GetAllAccessPoints", "")[0])) {
            point(path.toString()).ifPresent(points::add);
        }
        return points;
    }

    /** An access point, unless it is gone meanwhile. */
    Optional<SeenPoint> point(String path) throws BusException {
        if (path.equals(NOTHING)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SeenPoint.of(bus.all(NAME, path, POINT)));
        } catch (BusException e) {
            if (gone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The first address of an IPv4 configuration; empty for none. */
    String address(String configuration) throws BusException {
        if (configuration.equals(NOTHING)) {
            return "";
        }
        try {
            Object data = bus.get(NAME, configuration, NAME + ".IP4Config", "AddressData");
            for (Object entry : list(data)) {
                if (entry instanceof Map<?, ?> address) {
                    return String.valueOf(address.get("address"));
                }
            }
            return "";
        } catch (BusException e) {
            if (gone(e)) {
                return "";
            }
            throw e;
        }
    }

    /** Begins to use a new profile, which is kept in memory alone. */
    Started start(Map<String, Map<String, Variant<?>>> settings, String device)
            throws BusException {
        try {
            Object[] made =
                    call(
                            SLOW,
                            ROOT,
                            NAME,
                            "AddAndActivateConnection2",
                            "a{sa{sv}}ooa{sv}",
                            settings,
                            Values.path(device),
                            Values.path(NOTHING),
                            Map.of("persist", Values.text("memory")));
            return new Started(made[0].toString(), made[1].toString());
        } catch (BusException e) {
            if (!e.unknownMethod()) {
                throw e;
            }
        }
        // before 1.16: the other method would write the profile to the disk
        String profile =
                call(SLOW, SETTINGS_PATH, SETTINGS, "AddConnectionUnsaved", "a{sa{sv}}", settings)[
                        0]
                        .toString();
        return new Started(profile, activate(profile, device));
    }

    /** Begins to use a profile that is there: the connection. */
    String activate(String profile, String device) throws BusException {
        return call(
                SLOW,
                ROOT,
                NAME,
                "ActivateConnection",
                "ooo",
                Values.path(profile),
                Values.path(device),
                Values.path(NOTHING))[0]
                .toString();
    }

    /** Ends a connection; its profile stays. */
    void deactivate(String active) throws BusException {
        try {
            call(QUICK, ROOT, NAME, "DeactivateConnection", "o", Values.path(active));
        } catch (BusException e) {
            if (!gone(e) && !e.name().endsWith(".ConnectionNotActive")) {
                throw e;
            }
        }
    }

    /** The profile that a connection uses. */
    Optional<String> profileOf(String active) throws BusException {
        if (active.equals(NOTHING)) {
            return Optional.empty();
        }
        try {
            return Optional.of(String.valueOf(bus.get(NAME, active, ACTIVE, "Connection")));
        } catch (BusException e) {
            if (gone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Profiles that CCM made. */
    List<Profile> ours() throws BusException {
        List<Profile> ours = new ArrayList<>();
        for (Object path : list(call(QUICK, SETTINGS_PATH, SETTINGS, "ListConnections", "")[0])) {
            try {
                Object settings = call(QUICK, path.toString(), PROFILE, "GetSettings", "")[0];
                String id = id(settings);
                if (id.startsWith(ProfileSettings.OURS)) {
                    ours.add(new Profile(path.toString(), id));
                }
            } catch (BusException e) {
                // gone meanwhile, or not for us to read: then it is not ours
            }
        }
        return ours;
    }

    /** Deletes a profile of ours; what uses it ends. */
    void delete(String profile) throws BusException {
        try {
            call(QUICK, profile, PROFILE, "Delete", "");
        } catch (BusException e) {
            if (!gone(e)) {
                throw e;
            }
        }
    }

    private static String id(Object settings) {
        return settings instanceof Map<?, ?> groups
                        && groups.get("connection") instanceof Map<?, ?> connection
                ? String.valueOf(connection.get("id"))
                : "";
    }

    /** Objects vanish between a list and a look at one. */
    private static boolean gone(BusException e) {
        return e.name().endsWith(".UnknownObject")
                || e.name().endsWith(".UnknownMethod")
                || e.name().endsWith(".UnknownInterface")
                || e.name().endsWith(".UnknownProperty");
    }

    private Object[] call(
            Duration limit,
            String path,
            String type,
            String name,
            String signature,
            Object... arguments)
            throws BusException {
        return bus.call(limit, NAME, path, type, name, signature, arguments);
    }

    static int number(Object value) {
        return value instanceof Number number ? number.intValue() : 0;
    }

    static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
