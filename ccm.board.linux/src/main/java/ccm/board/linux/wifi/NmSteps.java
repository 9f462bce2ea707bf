package ccm.board.linux.wifi;

import ccm.api.wifi.WifiAccessPoint;
import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.api.wifi.WifiJoin;
import ccm.api.wifi.WifiNetwork;
import ccm.api.wifi.WifiNetwork.Protection;
import ccm.api.wifi.WifiState;
import ccm.api.wifi.WifiState.Phase;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.freedesktop.dbus.types.Variant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a radio is made to do, step by step; used by its thread alone but for what is volatile. */
final class NmSteps {
    private static final Logger LOG = LoggerFactory.getLogger(NmSteps.class);
    private static final Duration SCAN = Duration.ofSeconds(12);
    private static final Duration OPEN = Duration.ofSeconds(25);
    private static final Duration READY = Duration.ofSeconds(5);
    private static final Duration REASON = Duration.ofMillis(500);
    private static final Duration SIDE = Duration.ofSeconds(8);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final int TRIES = 2;
    private static final int LAST_OF_2_GHZ = 14;
    private static final int AP_MODE = 3;
    private static final int IP_CONFIG = 70;
    private static final int HEX_KEY = 64;
    private static final int SHORTEST = 8;
    private static final int LONGEST = 63;

    private final NetworkManager manager;
    private final NetworkManager.Radio radio;
    private final Mailbox mailbox;
    private final SideInterface side;
    private volatile WifiState state = new WifiState(Phase.DISCONNECTED, "", "", "", 0, "");
    private volatile Optional<WifiAccessPoint> accessPoint = Optional.empty();
    private volatile boolean gone;
    private Attempt attempt; // null when none is under way
    private Door door; // null when no access point of ours is open
    private boolean suspended; // its end is ours, and it opens again
    private boolean sideBySide = true; // until it turned out that the radio cannot
    private boolean looking; // a refresh is on its way
    private List<SeenPoint> seen = List.of(); // the last look around that saw something
    private String trouble = ""; // why a network that was joined is not any more
    private String trying = ""; // the network of the attempt
    private String joined = ""; // the network that we are in, for when it is lost

    /** An access point of ours: on which interface and channel; 0 when that is not known. */
    private record Door(NetworkManager.Started started, NetworkManager.Radio on, int channel) {}

    NmSteps(
            NetworkManager manager,
            NetworkManager.Radio radio,
            Mailbox mailbox,
            SideInterface side) {
        this.manager = manager;
        this.radio = radio;
        this.mailbox = mailbox;
        this.side = side;
    }

    WifiState state() {
        return state;
    }

    Optional<WifiAccessPoint> accessPoint() {
        return accessPoint;
    }

    boolean gone() {
        return gone;
    }

    void end() {
        gone = true;
    }

    /** Keeps the network that an earlier run joined, and removes whatever else it left. */
    void adopt() throws BusException {
        side.remove();
        Optional<String> inUse = inUse();
        for (NetworkManager.Profile profile : manager.ours()) {
            if (profile.station() && inUse.equals(Optional.of(profile.path()))) {
                LOG.info("{}: goes on with the network of an earlier run", radio.name());
            } else {
                LOG.info("{}: removes {} of an earlier run", radio.name(), profile.id());
                manager.delete(profile.path());
            }
        }
        look();
    }

    void withdraw() throws BusException {
        if (door != null) {
            manager.delete(door.started().profile());
        }
        side.remove();
    }

    // --- signals--------------------------------------------------------------------------------

    void hear(Bus.Signal signal) {
        if (attempt != null) {
            attempt.hear(signal);
        }
        if (signal.path().equals(radio.path())) {
            if (signal.type().equals(NetworkManager.DEVICE)) {
                changed(signal.number(0), signal.number(1), signal.number(2));
            }
            refreshSoon();
        } else if (door != null
                && !suspended
                && signal.path().equals(door.started().active())
                && signal.number(0) > 2) {
            lost();
        }
    }

    /** When the signals that wait are heard: they come in swarms. */
    private void refreshSoon() {
        if (!looking) {
            looking = true;
            mailbox.signal(
                    () -> {
                        looking = false;
                        refresh();
                    });
        }
    }

    private void changed(int now, int before, int reason) {
        if (now == Attempt.ACTIVATED) {
            trouble = "";
        } else if (attempt == null && before == Attempt.ACTIVATED && !joined.isEmpty()) {
            trouble = Refusals.ofJoin(joined, reason, before, false).getMessage();
            joined = "";
            LOG.info("{}: lost. {}", radio.name(), trouble);
        }
    }

    /** Somebody else closed our access point. */
    private void lost() {
        LOG.warn("{}: the access point was closed by another program", radio.name());
        try {
            shut();
        } catch (BusException e) {
            LOG.debug("{}: its profile is left to the next run", radio.name(), e);
        }
    }

    void refresh() {
        try {
            look();
        } catch (BusException e) {
            LOG.debug("{}: what it is in cannot be asked", radio.name(), e);
        }
    }

    private void look() throws BusException {
        Map<String, Object> device = manager.device(radio.path());
        Map<String, Object> wireless = manager.wireless(radio.path());
        int now = NetworkManager.number(device.get("State"));
        boolean station = NetworkManager.number(wireless.get("Mode")) != AP_MODE;
        Phase phase = station ? phase(now) : Phase.DISCONNECTED;
        if (phase == Phase.OFF || phase == Phase.DISCONNECTED) {
            state =
                    new WifiState(
                            phase, "", "", "", 0, now <= Attempt.UNAVAILABLE ? off() : trouble);
            return;
        }
        Optional<SeenPoint> point =
                manager.point(String.valueOf(wireless.get("ActiveAccessPoint")));
        String ip =
                phase == Phase.GOT_IP
                        ? manager.address(String.valueOf(device.get("Ip4Config")))
                        : "";
        state =
                new WifiState(
                        phase,
                        point.map(it -> it.ssid().text()).orElse(trying),
                        point.map(SeenPoint::bssid).orElse(""),
                        ip,
                        point.map(SeenPoint::rssi).orElse(0),
                        "");
        if (phase == Phase.GOT_IP) {
            joined = state.ssid();
        }
    }

    private static Phase phase(int state) {
        if (state <= Attempt.UNAVAILABLE) {
            return Phase.OFF;
        }
        if (state < Attempt.PREPARE || state > Attempt.ACTIVATED) {
            return Phase.DISCONNECTED;
        }
        if (state == Attempt.ACTIVATED) {
            return Phase.GOT_IP;
        }
        return state >= IP_CONFIG ? Phase.CONNECTED : Phase.CONNECTING;
    }

    private String off() throws BusException {
        return radio.name()
                + ": "
                + manager.off()
                        .orElse("NetworkManager does not use the radio now. See: nmcli device");
    }

    private Optional<String> inUse() throws BusException {
        return manager.profileOf(
                String.valueOf(manager.device(radio.path()).get("ActiveConnection")));
    }

    // --- looking around -------------------------------------------------------------------------

    List<WifiNetwork> scan() throws WifiException, BusException, InterruptedException {
        requireOn();
        if (!blind()) {
            lookAround(deadline(SCAN));
        }
        return SeenPoint.networks(seen);
    }

    /** Asks for one more look around and waits for it; what was seen is kept. */
    private void lookAround(long deadline)
            throws WifiException, BusException, InterruptedException {
        long before = manager.lastScan(radio.path());
        boolean taken = true;
        try {
            manager.requestScan(radio.path());
        } catch (BusException e) {
            LOG.debug("{}: does not look around now", radio.name(), e);
            taken = false; // it has done so a moment ago, or does so by itself
        }
        List<SeenPoint> points = manager.seen(radio.path());
        if (taken || points.isEmpty()) {
            await(deadline, () -> lastScan(before) != before);
            points = manager.seen(radio.path());
        }
        if (!points.isEmpty()) {
            seen = points;
        }
    }

    private long lastScan(long before) {
        try {
            return manager.lastScan(radio.path());
        } catch (BusException e) {
            return before;
        }
    }

    // --- joining --------------------------------------------------------------------------------

    WifiState join(WifiJoin request) throws WifiException, BusException, InterruptedException {
        long deadline = deadline(request.limit());
        Ssid ssid = new Ssid(request.ssid(), request.utf8());
        if (!ssid.possible()) {
            throw Refusals.failed(Kind.NOT_FOUND, request.ssid(), "no network can have this name");
        }
        requireOn();
        List<SeenPoint> points = find(request, ssid, deadline);
        Map<String, Map<String, Variant<?>>> settings =
                ProfileSettings.join(request, login(request, points), radio.name());
        Optional<String> before = blind() ? Optional.empty() : inUse();
        trying = request.ssid();
        suspended = door != null && !together(points);
        try {
            if (suspended && !blind()) {
                manager.deactivate(door.started().active());
            }
            NetworkManager.Started started = tried(settings, request, deadline, !points.isEmpty());
            joined(started, request);
            return state;
        } catch (WifiException | BusException e) {
            restore(before, points);
            throw e;
        } finally {
            trying = "";
            suspended = false;
            refresh();
        }
    }

    /**
     * An access point on the same interface cannot look around, nor stay while another is tried.
     */
    private boolean blind() {
        return door != null && door.on().equals(radio);
    }

    /** Both at once need an interface for each, and have one channel in common. */
    private boolean together(List<SeenPoint> points) {
        return !blind()
                && !points.isEmpty()
                && points.stream().allMatch(point -> point.channel() == door.channel());
    }

    private NetworkManager.Started tried(
            Map<String, Map<String, Variant<?>>> settings,
            WifiJoin request,
            long deadline,
            boolean inReach)
            throws WifiException, BusException, InterruptedException {
        LOG.info("{}: joins {}", radio.name(), request.ssid());
        return activated(
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
        if (suspended) {
            shut();
        }
        for (NetworkManager.Profile profile : manager.ours()) {
            if (profile.station() && !profile.path().equals(started.profile())) {
                manager.delete(profile.path());
            }
        }
        trouble = "";
        look();
        LOG.info("{}: joined {}, address {}", radio.name(), request.ssid(), state.ip());
    }

    /** Words for an attempt that did not succeed. */
    private interface Verdict {
        WifiException of(Attempt attempt);
    }

    /** Starts a new profile and waits for it; a failed one is deleted. */
    private NetworkManager.Started activated(
            Map<String, Map<String, Variant<?>>> settings,
            NetworkManager.Radio on,
            long deadline,
            Verdict verdict)
            throws WifiException, BusException, InterruptedException {
        drain();
        NetworkManager.Started started = manager.start(settings, on.path());
        try {
            Attempt watched = watch(on, started.active(), deadline);
            if (!watched.done()) {
                throw verdict.of(watched);
            }
            return started;
        } catch (WifiException e) {
            if (!gone) {
                manager.delete(started.profile());
            }
            throw e;
        }
    }

    private Attempt watch(NetworkManager.Radio on, String active, long deadline)
            throws WifiException, InterruptedException {
        Attempt watched = new Attempt(on.path(), active);
        attempt = watched;
        try {
            await(deadline, () -> watched.over() || watched.ended());
            if (!watched.over() && watched.ended()) {
                await(deadline(REASON), watched::over);
            }
            return watched;
        } finally {
            attempt = null;
        }
    }

    /** Back to what was before: our access point, and the network that was joined. */
    private void restore(Optional<String> before, List<SeenPoint> tried)
            throws InterruptedException {
        if (gone) {
            return;
        }
        if (before.isPresent()) {
            try {
                if (!inUse().equals(before)) {
                    manager.activate(before.get(), radio.path());
                }
            } catch (BusException e) {
                LOG.warn("{}: what was joined before cannot be joined again", radio.name(), e);
            }
        }
        if (suspended) {
            reopen(channelOf(tried));
        }
    }

    /** On the channel of the network that was tried, the next try leaves the access point alone. */
    private int channelOf(List<SeenPoint> tried) {
        return blind() || tried.isEmpty() || tried.get(0).channel() > LAST_OF_2_GHZ
                ? door.channel()
                : tried.get(0).channel();
    }

    private void reopen(int channel) throws InterruptedException {
        WifiAccessPoint wanted = accessPoint.orElseThrow();
        try {
            if (channel == door.channel()) {
                drain();
                String active = manager.activate(door.started().profile(), door.on().path());
                door =
                        new Door(
                                new NetworkManager.Started(door.started().profile(), active),
                                door.on(),
                                channel);
                if (watch(door.on(), active, deadline(OPEN)).done()) {
                    LOG.info("{}: the access point {} is open again", radio.name(), wanted.ssid());
                    return;
                }
            } else {
                manager.delete(door.started().profile());
                door = opened(wanted, door.on(), channel);
                return;
            }
        } catch (WifiException | BusException e) {
            LOG.debug("{}: the access point does not open again by itself", radio.name(), e);
        }
        try {
            open(wanted);
        } catch (WifiException | BusException e) {
            LOG.warn("{}: the access point is closed now", radio.name(), e);
        }
    }

    /** The access points of that name in reach; none for a hidden one. */
    private List<SeenPoint> find(WifiJoin request, Ssid ssid, long deadline)
            throws WifiException, BusException, InterruptedException {
        boolean blind = blind();
        if (!blind) {
            seen = merged(manager.seen(radio.path()));
        }
        List<SeenPoint> found = fitting(request, ssid);
        if (found.isEmpty() && !request.hidden() && !blind) {
            long half = System.nanoTime() + (deadline - System.nanoTime()) / 2;
            for (int i = 0; i < TRIES && found.isEmpty(); i++) {
                lookAround(half);
                found = fitting(request, ssid);
            }
            if (found.isEmpty()) {
                throw Refusals.notFound(request.ssid());
            }
        }
        return found;
    }

    private List<SeenPoint> merged(List<SeenPoint> now) {
        return now.isEmpty() ? seen : now;
    }

    private List<SeenPoint> fitting(WifiJoin request, Ssid ssid) {
        return seen.stream()
                .filter(SeenPoint::infrastructure)
                .filter(point -> Arrays.equals(point.ssid().bytes(), ssid.bytes()))
                .filter(
                        point ->
                                request.bssid().isEmpty()
                                        || point.bssid().equalsIgnoreCase(request.bssid()))
                .toList();
    }

    /** How to log in, as the strongest of the access points wants it. */
    private static ProfileSettings.Login login(WifiJoin request, List<SeenPoint> points)
            throws WifiException {
        Optional<SeenPoint> best =
                points.stream().max((one, other) -> one.percent() - other.percent());
        boolean secret = !request.password().isEmpty();
        if (request.enterprise().isPresent()) {
            return ProfileSettings.Login.ENTERPRISE;
        }
        Protection protection =
                best.map(SeenPoint::protection).orElse(secret ? Protection.WPA2 : Protection.OPEN);
        if (protection == Protection.ENTERPRISE) {
            throw Refusals.failed(
                    Kind.UNSUPPORTED,
                    request.ssid(),
                    "an enterprise network, which wants a user besides the password. Set"
                            + " wifi.sta.user, or choose another network");
        }
        if (protection == Protection.OPEN) {
            if (secret) {
                throw Refusals.failed(
                        Kind.REFUSED,
                        request.ssid(),
                        "has no password, but one was given. Leave it empty if this is the right"
                                + " network");
            }
            return best.filter(SeenPoint::enhancedOpen).isPresent()
                    ? ProfileSettings.Login.OWE
                    : ProfileSettings.Login.OPEN;
        }
        if (!secret) {
            throw Refusals.wrongPassword(request.ssid(), false);
        }
        if (protection == Protection.WEP) {
            return ProfileSettings.Login.WEP;
        }
        if (protection == Protection.WPA3) {
            return ProfileSettings.Login.SAE;
        }
        if (!length(request.password())) {
            throw Refusals.failed(
                    Kind.WRONG_PASSWORD,
                    request.ssid(),
                    "wrong password: one of this network has 8 to 63 characters");
        }
        return ProfileSettings.Login.PSK;
    }

    private static boolean length(String password) {
        return password.length() >= SHORTEST && password.length() <= LONGEST
                || password.matches("[0-9a-fA-F]{" + HEX_KEY + "}");
    }

    void leave() throws BusException, WifiException, InterruptedException {
        boolean left = false;
        joined = "";
        for (NetworkManager.Profile profile : manager.ours()) {
            if (profile.station()) {
                manager.delete(profile.path());
                left = true;
            }
        }
        trouble = "";
        if (left && !blind()) {
            await(deadline(READY), () -> state.phase() != Phase.GOT_IP);
        }
        trouble = "";
        look();
    }

    // --- the access point -----------------------------------------------------------------------

    void open(WifiAccessPoint request) throws WifiException, BusException, InterruptedException {
        if (!new Ssid(request.ssid(), true).possible()
                || !request.password().isEmpty() && !length(request.password())) {
            throw Refusals.failed(
                    Kind.UNSUPPORTED,
                    request.ssid(),
                    "an access point has a name of 1 to 32 bytes, and no password or one of 8 to"
                            + " 63 characters");
        }
        close();
        requireOn();
        seen = merged(manager.seen(radio.path()));
        Optional<NetworkManager.Radio> beside = beside();
        if (beside.isPresent()) {
            try {
                door = opened(request, beside.get(), channelFor(request));
            } catch (WifiException e) {
                LOG.info(
                        "{}: cannot be in a network and an access point at once: {}",
                        radio.name(),
                        e.getMessage());
                sideBySide = false;
                side.remove();
            }
        }
        if (door == null) {
            openAlone(request);
        }
        accessPoint = Optional.of(request);
        LOG.info("{}: the access point {} is open", door.on().name(), request.ssid());
        refresh();
    }

    /** On the radio's own interface, where it takes the place of the network that is joined. */
    private void openAlone(WifiAccessPoint request)
            throws WifiException, BusException, InterruptedException {
        Optional<String> before = inUse();
        joined = "";
        try {
            door = opened(request, radio, request.channel());
        } catch (WifiException | BusException e) {
            suspended = false;
            restore(before, List.of());
            throw e;
        }
    }

    /** The channel of the network that is joined, for the radio has one for both. */
    private int channelFor(WifiAccessPoint request) {
        return seen.stream()
                .filter(point -> point.bssid().equals(state.bssid()))
                .mapToInt(SeenPoint::channel)
                .findFirst()
                .orElse(request.channel());
    }

    private Door opened(WifiAccessPoint request, NetworkManager.Radio on, int channel)
            throws WifiException, BusException, InterruptedException {
        for (int i = 1; ; i++) {
            try {
                NetworkManager.Started started =
                        activated(
                                ProfileSettings.accessPoint(request, channel, on.name()),
                                on,
                                deadline(OPEN),
                                watched -> notOpened(request, watched));
                return new Door(started, on, channelNow(on, channel));
            } catch (WifiException e) {
                if (i == TRIES || gone || e.kind() == Kind.UNSUPPORTED) {
                    throw e;
                }
            }
        }
    }

    private static WifiException notOpened(WifiAccessPoint request, Attempt watched) {
        return watched.over() || watched.ended()
                ? Refusals.ofAccessPoint(request.ssid(), watched.reason())
                : Refusals.failed(
                        Kind.TIMEOUT,
                        request.ssid(),
                        "the access point did not open in time. Try again");
    }

    private int channelNow(NetworkManager.Radio on, int asked) throws BusException {
        return manager.point(String.valueOf(manager.wireless(on.path()).get("ActiveAccessPoint")))
                .map(SeenPoint::channel)
                .orElse(asked);
    }

    /** A second interface, when NetworkManager uses it; empty when there cannot be one. */
    private Optional<NetworkManager.Radio> beside()
            throws WifiException, BusException, InterruptedException {
        if (!sideBySide || !side.add(radio.name())) {
            return Optional.empty();
        }
        long end = deadline(SIDE);
        while (System.nanoTime() < end) {
            for (NetworkManager.Radio found : manager.radios()) {
                if (found.name().equals(SideInterface.NAME)
                        && manager.state(found.path()) > Attempt.UNAVAILABLE) {
                    return Optional.of(found);
                }
            }
            await(Math.min(end, deadline(GLANCE)), () -> false);
        }
        LOG.info(
                "{}: NetworkManager does not use {}, so that the access point is closed while a"
                        + " network is tried",
                radio.name(),
                SideInterface.NAME);
        sideBySide = false;
        side.remove();
        return Optional.empty();
    }

    void close() throws BusException {
        if (door == null) {
            return;
        }
        LOG.info(
                "{}: the access point {} is closed",
                door.on().name(),
                accessPoint.map(WifiAccessPoint::ssid).orElse(""));
        shut();
        refresh();
    }

    private void shut() throws BusException {
        String profile = door.started().profile();
        door = null;
        accessPoint = Optional.empty();
        manager.delete(profile);
        side.remove();
    }

    // --- waiting --------------------------------------------------------------------------------

    /** Fails when the radio is off; one that is just being readied is waited for. */
    private void requireOn() throws WifiException, BusException, InterruptedException {
        Optional<String> off = manager.off();
        if (off.isEmpty()) {
            refresh();
            await(deadline(READY), () -> state.phase() != Phase.OFF);
            if (state.phase() != Phase.OFF) {
                return;
            }
        }
        refresh();
        throw new WifiException(Kind.RADIO_OFF, off());
    }

    /** Signals that came before are of no attempt. */
    private void drain() throws InterruptedException, WifiException {
        Runnable old = mailbox.signal(System.nanoTime());
        while (old != null) {
            old.run();
            old = mailbox.signal(System.nanoTime());
        }
        requireHere();
    }

    private void await(long deadline, BooleanSupplier done)
            throws WifiException, InterruptedException {
        while (!done.getAsBoolean()) {
            requireHere();
            Runnable signal = mailbox.signal(deadline);
            if (signal == null) {
                return;
            }
            signal.run();
        }
    }

    private void requireHere() throws WifiException {
        if (gone) {
            throw new WifiException(
                    Kind.UNAVAILABLE,
                    radio.name() + ": NetworkManager or the radio went away. Try again");
        }
    }

    private static long deadline(Duration limit) {
        return System.nanoTime() + limit.toNanos();
    }
}
