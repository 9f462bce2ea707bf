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
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What wpa_supplicant is made to do. It joins and no more: addresses come from whatever the system
 * has for that, and there are no access points.
 */
final class WpaSteps implements RadioSteps {
    private static final Logger LOG = LoggerFactory.getLogger(WpaSteps.class);
    private static final Duration SCAN = Duration.ofSeconds(12);
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final int LOOKS = 2; // one may miss what is there

    private final WpaLine line;
    private final WpaView view;
    private final WpaNetworks networks;
    private final Duration settling; // of the system's addresses, after another network was joined
    private String ours = WpaNetworks.NOTHING; // the network that we added
    private Optional<WifiJoin> asked = Optional.empty(); // what it was added for
    private Optional<WpaAttempt> attempt = Optional.empty(); // while one is under way

    WpaSteps(WpaLine line, WpaView view, Duration settling) {
        this.line = line;
        this.view = view;
        this.networks = new WpaNetworks(line);
        this.settling = settling;
    }

    @Override
    public WifiState state() {
        return view.state();
    }

    @Override
    public Optional<WifiAccessPoint> accessPoint() {
        return Optional.empty();
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
    public void adopt() {
        ours = networks.adopt();
        view.refresh();
    }

    @Override
    public void withdraw() {
        // the network that is joined outlives us
    }

    @Override
    public void hear(Signal signal) {
        if (signal.name().equals("ScanDone")) {
            view.scanned();
            return;
        }
        attempt.ifPresent(now -> now.hear(signal));
        view.refresh();
    }

    @Override
    public void refresh() {
        view.refresh();
    }

    @Override
    public List<WifiNetwork> scan() throws WifiException, BusException, InterruptedException {
        view.requireOn();
        return SeenPoint.networks(view.lookAround(WpaLine.deadline(SCAN), Optional.empty()));
    }

    @Override
    public WifiState join(WifiJoin request, BooleanSupplier newer)
            throws WifiException, BusException, InterruptedException {
        line.heed(newer);
        try {
            return join(request);
        } finally {
            line.heed(WpaLine.NEVER);
            attempt = Optional.empty();
        }
    }

    private WifiState join(WifiJoin request)
            throws WifiException, BusException, InterruptedException {
        long deadline = WpaLine.deadline(request.limit());
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
        view.requireOn();
        if (asked.filter(before -> isSame(before, request)).isPresent() && view.isIn(ours)) {
            addressed(request, "", deadline); // it came back by itself
            return view.state();
        }
        List<SeenPoint> points = find(request, deadline);
        Login login = Login.of(request, points);
        String before = networks.current();
        String stale = view.state().ssid().equals(request.ssid()) ? "" : view.address();
        LOG.info("{}: joins {}", line.name(), request.ssid());
        String added = networks.add(WpaNetwork.of(request, login));
        WpaAttempt watched = new WpaAttempt(added, login);
        attempt = Optional.of(watched);
        boolean joined = false;
        long began = System.nanoTime();
        try {
            networks.select(added);
            view.refresh();
            line.await(deadline, () -> watched.refused() || view.isIn(added));
            if (!view.isIn(added)) {
                throw watched.verdict(request, isInReach(request, began));
            }
            addressed(request, stale, deadline);
            joined = true;
        } finally {
            if (!joined && !line.gone()) { // also when the bus or our own end was in the way
                networks.remove(added);
                networks.restore(before);
            }
        }
        if (!ours.equals(WpaNetworks.NOTHING)) {
            networks.remove(ours);
        }
        ours = added;
        asked = Optional.of(request);
        LOG.info("{}: joined {}, address {}", line.name(), request.ssid(), view.state().ip());
        return view.state();
    }

    /** It looked around by itself meanwhile, where the network may be no more. */
    private boolean isInReach(WifiJoin request, long since) throws BusException {
        return !SeenPoint.of(request, view.seenSince(since)).isEmpty();
    }

    /** True when both are for the same network in the same way, however it is looked for. */
    private static boolean isSame(WifiJoin one, WifiJoin other) {
        return one.ssid().equals(other.ssid())
                && one.utf8() == other.utf8()
                && one.password().equals(other.password())
                && one.bssid().equals(other.bssid())
                && one.enterprise().equals(other.enterprise());
    }

    /**
     * Waits for the system's address, of which nobody tells.
     *
     * @param stale that of another network, which the system may leave for some moments
     */
    private void addressed(WifiJoin request, String stale, long deadline)
            throws WifiException, InterruptedException {
        String old = stale;
        long settled = WpaLine.deadline(settling);
        while (System.nanoTime() < deadline) {
            String now = view.address();
            if (now.isEmpty()) {
                old = "";
            } else if (!now.equals(old) || System.nanoTime() > settled) {
                break;
            }
            line.await(Math.min(deadline, WpaLine.deadline(GLANCE)), () -> false);
        }
        view.refresh();
        if (view.state().phase() != Phase.GOT_IP) {
            throw Refusals.noAddress(request.ssid());
        }
    }

    private List<SeenPoint> find(WifiJoin request, long deadline)
            throws WifiException, BusException, InterruptedException {
        List<SeenPoint> found = SeenPoint.of(request, view.seen());
        long half = System.nanoTime() + (deadline - System.nanoTime()) / 2;
        Optional<Ssid> name =
                request.hidden()
                        ? Optional.of(new Ssid(request.ssid(), request.utf8()))
                        : Optional.empty();
        for (int i = 0; i < LOOKS && found.isEmpty() && System.nanoTime() < half; i++) {
            found = SeenPoint.of(request, view.lookAround(half, name));
        }
        if (found.isEmpty() && !request.hidden()) {
            throw Refusals.notFound(request.ssid());
        }
        return found;
    }

    @Override
    public void leave() throws BusException {
        if (ours.equals(WpaNetworks.NOTHING)) {
            return;
        }
        networks.remove(ours);
        ours = WpaNetworks.NOTHING;
        asked = Optional.empty();
        networks.restore(WpaNetworks.NOTHING);
        view.refresh();
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
}
