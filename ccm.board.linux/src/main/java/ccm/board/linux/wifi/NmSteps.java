package ccm.board.linux.wifi;

import ccm.api.wifi.WifiAccessPoint;
import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.api.wifi.WifiJoin;
import ccm.api.wifi.WifiNetwork;
import ccm.api.wifi.WifiState;
import ccm.api.wifi.WifiState.Phase;
import ccm.parts.dbus.BusException;
import ccm.parts.dbus.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.freedesktop.dbus.types.Variant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What NetworkManager is made to do. */
final class NmSteps implements RadioSteps {
    private static final Logger LOG = LoggerFactory.getLogger(NmSteps.class);
    private static final Duration SCAN = Duration.ofSeconds(12);
    private static final Duration READY = Duration.ofSeconds(5);
    private static final int TRIES = 2;

    private final NetworkManager manager;
    private final NetworkManager.Radio radio;
    private final Mailbox mailbox;
    private final NmLine line;
    private final NmView view;
    private final NmDoor door;
    private boolean looking; // a refresh is on its way
    private Optional<String> carried = Optional.empty(); // joined before a try that was displaced

    NmSteps(
            NetworkManager manager,
            NetworkManager.Radio radio,
            Mailbox mailbox,
            SideInterface side) {
        this.manager = manager;
        this.radio = radio;
        this.mailbox = mailbox;
        this.line = new NmLine(manager, radio, mailbox);
        this.view = new NmView(manager, radio, line);
        this.door = new NmDoor(manager, radio, side, line, view);
    }

    @Override
    public WifiState state() {
        return view.state();
    }

    @Override
    public Optional<WifiAccessPoint> accessPoint() {
        return door.accessPoint();
    }

    @Override
    public boolean gone() {
        return line.gone();
    }

    @Override
    public void end() {
        line.end();
    }

    @Override
    public void refresh() {
        view.refresh();
    }

    @Override
    public void withdraw() throws BusException {
        door.withdraw();
    }

    @Override
    public void open(WifiAccessPoint request)
            throws WifiException, BusException, InterruptedException {
        door.open(request);
    }

    @Override
    public void close() throws BusException {
        door.close();
    }

    /** Keeps the network that an earlier run joined, and removes whatever else it left. */
    @Override
    public void adopt() throws BusException {
        door.adopt();
        Optional<String> inUse = view.inUse();
        for (NetworkManager.Profile profile : manager.ours()) {
            if (profile.station() && inUse.equals(Optional.of(profile.path()))) {
                LOG.info("{}: goes on with the network of an earlier run", radio.name());
            } else {
                LOG.info("{}: removes {} of an earlier run", radio.name(), profile.id());
                manager.delete(profile.path());
            }
        }
        view.look();
    }

    @Override
    public void hear(Signal signal) {
        line.hear(signal);
        if (signal.path().equals(radio.path())) {
            if (signal.type().equals(NetworkManager.DEVICE)) {
                view.changed(signal.number(0), signal.number(1), signal.number(2));
            }
            refreshSoon();
        } else {
            door.hear(signal);
        }
    }

    /** When the signals that wait are heard: they come in swarms. */
    private void refreshSoon() {
        if (!looking) {
            looking = true;
            mailbox.signal(
                    () -> {
                        looking = false;
                        view.refresh();
                    });
        }
    }

    @Override
    public List<WifiNetwork> scan() throws WifiException, BusException, InterruptedException {
        view.requireOn();
        if (!door.blind()) {
            view.lookAround(NmLine.deadline(SCAN));
        }
        return SeenPoint.networks(view.lastSeen());
    }

    @Override
    public WifiState join(WifiJoin request, BooleanSupplier displaced)
            throws WifiException, BusException, InterruptedException {
        line.heed(displaced);
        try {
            return join(request);
        } finally {
            line.heed(NmLine.NEVER);
        }
    }

    private WifiState join(WifiJoin request)
            throws WifiException, BusException, InterruptedException {
        Optional<String> before = before();
        List<SeenPoint> points = List.of();
        try {
            long deadline = NmLine.deadline(request.limit());
            Ssid ssid = new Ssid(request.ssid(), request.utf8());
            if (!ssid.possible()) {
                throw Refusals.failed(
                        Kind.NOT_FOUND, request.ssid(), "no network can have this name");
            }
            view.requireOn();
            points = find(request, deadline);
            Map<String, Map<String, Variant<?>>> settings =
                    ProfileSettings.join(request, Login.of(request, points), radio.name());
            view.trying(request.ssid());
            door.suspend(points);
            joined(tried(settings, request, deadline, !points.isEmpty()), request);
            door.over();
            return view.state();
        } catch (WifiException | BusException e) {
            back(before, points);
            throw e;
        } finally {
            view.trying("");
            view.refresh();
        }
    }

    /** What was joined before this try, and before the ones whose place it takes. */
    private Optional<String> before() throws BusException {
        Optional<String> before = carried;
        if (before.isEmpty() && !door.blind()) {
            before = view.inUse();
        }
        carried = Optional.empty();
        return before;
    }

    /** To what was before; a newer try goes on from here instead, and takes that over. */
    private void back(Optional<String> before, List<SeenPoint> points) throws InterruptedException {
        if (line.displaced()) {
            carried = before;
            return;
        }
        line.heed(NmLine.NEVER);
        door.rejoin(before);
        door.resume(points);
        door.over();
    }

    private NetworkManager.Started tried(
            Map<String, Map<String, Variant<?>>> settings,
            WifiJoin request,
            long deadline,
            boolean inReach)
            throws WifiException, BusException, InterruptedException {
        LOG.info("{}: joins {}", radio.name(), request.ssid());
        return line.activated(
                settings,
                radio,
                deadline,
                watched -> {
                    boolean secret = !request.password().isEmpty();
                    return watched.over() || watched.ended()
                            ? Refusals.ofJoin(
                                    request.ssid(), watched.reason(), watched.state(), secret)
                            : Refusals.late(request.ssid(), watched.state(), inReach);
                });
    }

    private void joined(NetworkManager.Started started, WifiJoin request) throws BusException {
        door.giveUp();
        for (NetworkManager.Profile profile : manager.ours()) {
            if (profile.station() && !profile.path().equals(started.profile())) {
                manager.delete(profile.path());
            }
        }
        view.forget();
        view.look();
        LOG.info("{}: joined {}, address {}", radio.name(), request.ssid(), view.state().ip());
    }

    /** The access points of that name in reach; none for a hidden one. */
    private List<SeenPoint> find(WifiJoin request, long deadline)
            throws WifiException, BusException, InterruptedException {
        boolean blind = door.blind(); // an access point there cannot look around
        if (!blind) {
            view.seen();
        }
        List<SeenPoint> found = SeenPoint.of(request, view.lastSeen());
        if (found.isEmpty() && !request.hidden() && !blind) {
            long half = System.nanoTime() + (deadline - System.nanoTime()) / 2;
            for (int i = 0; i < TRIES && found.isEmpty(); i++) {
                view.lookAround(half);
                found = SeenPoint.of(request, view.lastSeen());
            }
            if (found.isEmpty()) {
                throw Refusals.notFound(request.ssid());
            }
        }
        return found;
    }

    @Override
    public void leave() throws BusException, WifiException, InterruptedException {
        boolean left = false;
        view.forget();
        for (NetworkManager.Profile profile : manager.ours()) {
            if (profile.station()) {
                manager.delete(profile.path());
                left = true;
            }
        }
        if (left && !door.blind()) {
            line.await(NmLine.deadline(READY), () -> view.state().phase() != Phase.GOT_IP);
        }
        view.forget();
        view.look();
    }
}
