package ccm.board.linux.wifi;

import ccm.api.wifi.WifiAccessPoint;
import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.api.wifi.WifiJoin;
import ccm.api.wifi.WifiNetwork;
import ccm.api.wifi.WifiState;
import ccm.api.wifi.WifiState.Phase;
import ccm.parts.dbus.Bus;
import ccm.parts.dbus.BusException;
import ccm.parts.dbus.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.freedesktop.dbus.types.Variant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What wpa_supplicant is made to do. It joins and no more: addresses come from whatever the system
 * has for that, and there are no access points.
 */
final class WpaSteps implements RadioSteps {
    private static final Logger LOG = LoggerFactory.getLogger(WpaSteps.class);
    private static final Duration QUICK = Duration.ofSeconds(5);
    private static final Duration SCAN = Duration.ofSeconds(12);
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final String NOTHING = WpaNetworks.NOTHING;

    private final Bus bus;
    private final String path;
    private final String name;
    private final Supplier<String> address;
    private final Mailbox mailbox;
    private final WpaNetworks networks;
    private volatile WifiState state = new WifiState(Phase.DISCONNECTED, "", "", "", 0, "");
    private volatile boolean gone;
    private String ours = NOTHING; // the network that we added
    private boolean handshake; // of the attempt: the password was looked at
    private boolean refused; // and found wrong, or we were turned down
    private int scans; // how many ended
    private BooleanSupplier displaced = () -> false;

    WpaSteps(Bus bus, String path, String name, Mailbox mailbox, Supplier<String> address) {
        this.bus = bus;
        this.path = path;
        this.name = name;
        this.mailbox = mailbox;
        this.networks = new WpaNetworks(bus, path, name);
        this.address = address;
    }

    @Override
    public WifiState state() {
        return state;
    }

    @Override
    public Optional<WifiAccessPoint> accessPoint() {
        return Optional.empty();
    }

    @Override
    public boolean gone() {
        return gone;
    }

    @Override
    public void end() {
        gone = true;
    }

    @Override
    public void adopt() {
        ours = networks.adopt();
        refresh();
    }

    @Override
    public void withdraw() {
        // the network that is joined outlives us
    }

    @Override
    public void hear(Signal signal) {
        if (signal.name().equals("ScanDone")) {
            scans++;
            return;
        }
        if (signal.values().length > 1
                && signal.values()[1] instanceof Map<?, ?> changed
                && changed.get("State") instanceof String now) {
            changed(now);
        }
        refresh();
    }

    private void changed(String now) {
        switch (now) {
            case "4way_handshake" -> handshake = true;
            case "completed" -> handshake = false;
            case "disconnected", "inactive", "scanning" -> refused |= handshake;
            default -> {
                // on the way
            }
        }
    }

    @Override
    public void refresh() {
        try {
            Map<String, Object> all = bus.all(WpaService.NAME, path, WpaService.INTERFACE);
            String now = String.valueOf(all.get("State"));
            Optional<SeenBss> bss = bss(String.valueOf(all.get("CurrentBSS")));
            String ip = now.equals("completed") ? address.get() : "";
            Phase phase = phase(now, ip);
            boolean in = phase != Phase.OFF && phase != Phase.DISCONNECTED;
            state =
                    new WifiState(
                            phase,
                            in ? bss.map(some -> some.point().ssid().text()).orElse("") : "",
                            in ? bss.map(some -> some.point().bssid()).orElse("") : "",
                            ip,
                            in ? bss.map(SeenBss::dbm).orElse(0) : 0,
                            phase == Phase.OFF
                                    ? name + ": the radio is switched off (rfkill)"
                                    : "");
        } catch (BusException e) {
            LOG.debug("{}: what it is in cannot be asked", name, e);
        }
    }

    private static Phase phase(String now, String ip) {
        return switch (now) {
            case "interface_disabled" -> Phase.OFF;
            case "authenticating",
                    "associating",
                    "associated",
                    "4way_handshake",
                    "group_handshake" ->
                    Phase.CONNECTING;
            case "completed" -> ip.isEmpty() ? Phase.CONNECTED : Phase.GOT_IP;
            default -> Phase.DISCONNECTED;
        };
    }

    @Override
    public List<WifiNetwork> scan() throws WifiException, BusException, InterruptedException {
        requireOn();
        return SeenPoint.networks(lookAround(deadline(SCAN)));
    }

    private List<SeenPoint> lookAround(long deadline)
            throws WifiException, BusException, InterruptedException {
        int before = scans;
        try {
            call(
                    WpaService.INTERFACE,
                    path,
                    "Scan",
                    "a{sv}",
                    Map.of("Type", Values.text("active")));
        } catch (BusException e) {
            LOG.debug("{}: looks around already", name, e);
        }
        await(deadline, () -> scans != before);
        return seen();
    }

    private List<SeenPoint> seen() throws BusException {
        List<SeenPoint> points = new ArrayList<>();
        Object all = bus.get(WpaService.NAME, path, WpaService.INTERFACE, "BSSs");
        for (Object one : NetworkManager.list(all)) {
            bss(one.toString()).map(SeenBss::point).ifPresent(points::add);
        }
        return points;
    }

    private record SeenBss(SeenPoint point, int dbm) {}

    private Optional<SeenBss> bss(String one) {
        if (one.equals(NOTHING) || one.equals("null")) {
            return Optional.empty();
        }
        try {
            Map<String, Object> all = bus.all(WpaService.NAME, one, WpaService.NAME + ".BSS");
            return Optional.of(
                    new SeenBss(SeenPoint.ofBss(all), NetworkManager.number(all.get("Signal"))));
        } catch (BusException e) {
            return Optional.empty(); // gone meanwhile
        }
    }

    @Override
    public WifiState join(WifiJoin request, BooleanSupplier newer)
            throws WifiException, BusException, InterruptedException {
        displaced = newer;
        try {
            return join(request);
        } finally {
            displaced = () -> false;
        }
    }

    private WifiState join(WifiJoin request)
            throws WifiException, BusException, InterruptedException {
        long deadline = deadline(request.limit());
        Ssid ssid = new Ssid(request.ssid(), request.utf8());
        if (!ssid.possible()) {
            throw Refusals.failed(Kind.NOT_FOUND, request.ssid(), "no network can have this name");
        }
        if (request.address().isPresent()) {
            throw Refusals.failed(
                    Kind.UNSUPPORTED,
                    request.ssid(),
                    "without NetworkManager CCM cannot set a fixed address. Set it in the system,"
                            + " or install network-manager");
        }
        requireOn();
        List<SeenPoint> points = find(request, deadline);
        Map<String, Variant<?>> settings = WpaNetwork.of(request, Login.of(request, points));
        String before = networks.current();
        handshake = false;
        refused = false;
        LOG.info("{}: joins {}", name, request.ssid());
        String added =
                call(WpaService.INTERFACE, path, "AddNetwork", "a{sv}", settings)[0].toString();
        boolean joined = false;
        try {
            networks.select(added);
            await(deadline, () -> refused || completed(added));
            if (!completed(added)) {
                throw verdict(request, points);
            }
            while (address.get().isEmpty() && System.nanoTime() < deadline) {
                await(Math.min(deadline, deadline(GLANCE)), () -> false); // nobody tells of it
            }
            refresh();
            if (state.phase() != Phase.GOT_IP) {
                throw Refusals.noAddress(request.ssid());
            }
            joined = true;
        } finally {
            if (!joined && !gone) { // also when the bus or our own end was in the way
                networks.remove(added);
                networks.restore(before);
            }
        }
        if (!ours.equals(NOTHING)) {
            networks.remove(ours);
        }
        ours = added;
        LOG.info("{}: joined {}, address {}", name, request.ssid(), state.ip());
        return state;
    }

    private WifiException verdict(WifiJoin request, List<SeenPoint> points) {
        boolean secret = !request.password().isEmpty();
        return refused || handshake
                ? Refusals.wrongPassword(request.ssid(), secret)
                : Refusals.late(request.ssid(), 0, !points.isEmpty());
    }

    private boolean completed(String added) {
        try {
            Map<String, Object> all = bus.all(WpaService.NAME, path, WpaService.INTERFACE);
            return "completed".equals(all.get("State"))
                    && added.equals(String.valueOf(all.get("CurrentNetwork")));
        } catch (BusException e) {
            return false;
        }
    }

    private List<SeenPoint> find(WifiJoin request, long deadline)
            throws WifiException, BusException, InterruptedException {
        List<SeenPoint> found = SeenPoint.of(request, seen());
        if (found.isEmpty() && !request.hidden()) {
            long half = System.nanoTime() + (deadline - System.nanoTime()) / 2;
            found = SeenPoint.of(request, lookAround(half));
            if (found.isEmpty()) {
                throw Refusals.notFound(request.ssid());
            }
        }
        return found;
    }

    @Override
    public void leave() throws BusException {
        if (ours.equals(NOTHING)) {
            return;
        }
        networks.remove(ours);
        ours = NOTHING;
        networks.restore(NOTHING);
        refresh();
    }

    @Override
    public void open(WifiAccessPoint request) throws WifiException {
        throw Refusals.failed(
                Kind.UNSUPPORTED,
                request.ssid(),
                "without NetworkManager there is no access point. Install network-manager and"
                        + " dnsmasq-base, or set WiFi up over Bluetooth or the serial line");
    }

    @Override
    public void close() {
        // none can be open
    }

    private void requireOn() throws WifiException {
        refresh();
        if (state.phase() == Phase.OFF) {
            throw new WifiException(Kind.RADIO_OFF, state.trouble());
        }
    }

    private Object[] call(
            String type, String object, String method, String signature, Object... arguments)
            throws BusException {
        return bus.call(QUICK, WpaService.NAME, object, type, method, signature, arguments);
    }

    private void await(long deadline, BooleanSupplier done)
            throws WifiException, InterruptedException {
        while (!done.getAsBoolean()) {
            if (displaced.getAsBoolean()) {
                throw Refusals.displaced(name);
            }
            if (gone) {
                throw new WifiException(
                        Kind.UNAVAILABLE, name + ": wpa_supplicant or the radio went away");
            }
            Runnable signal = mailbox.signal(deadline);
            if (signal == null) {
                return;
            }
            signal.run();
        }
    }

    private static long deadline(Duration limit) {
        return System.nanoTime() + limit.toNanos();
    }
}
