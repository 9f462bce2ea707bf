package ccm.board.linux.wifi;

import ccm.api.wifi.WifiAccessPoint;
import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.parts.dbus.BusException;
import ccm.parts.dbus.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The access point: on an interface of its own where that can be, else on the radio's. */
final class NmDoor {
    private static final Logger LOG = LoggerFactory.getLogger(NmDoor.class);
    private static final Duration OPEN = Duration.ofSeconds(25);
    private static final Duration SIDE = Duration.ofSeconds(8);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final Duration MOVE = Duration.ofSeconds(9);
    private static final int TRIES = 2;
    private static final int LAST_OF_2_GHZ = 14;
    private static final int ACTIVATED = 2;

    private final NetworkManager manager;
    private final NetworkManager.Radio radio;
    private final SideInterface side;
    private final NmLine line;
    private final NmView view;
    private volatile Optional<WifiAccessPoint> accessPoint = Optional.empty();
    private Door door; // null when no access point of ours is open
    private boolean suspended; // its end is ours, and it opens again
    private boolean sideBySide = true; // until it turned out that the radio cannot

    /** An access point of ours: on which interface and channel; 0 when that is not known. */
    private record Door(NetworkManager.Started started, NetworkManager.Radio on, int channel) {}

    NmDoor(
            NetworkManager manager,
            NetworkManager.Radio radio,
            SideInterface side,
            NmLine line,
            NmView view) {
        this.manager = manager;
        this.radio = radio;
        this.side = side;
        this.line = line;
        this.view = view;
    }

    Optional<WifiAccessPoint> accessPoint() {
        return accessPoint;
    }

    /** Removes the interface that an earlier run left. */
    void adopt() {
        side.remove();
    }

    void withdraw() throws BusException {
        if (door != null) {
            manager.delete(door.started().profile());
        }
        side.remove();
    }

    void hear(Signal signal) {
        if (door != null
                && !suspended
                && signal.path().equals(door.started().active())
                && signal.type().equals(NetworkManager.ACTIVE)
                && signal.number(0) > ACTIVATED) {
            lost();
        }
    }

    /**
     * Makes room for a try of these access points: stays where both can be at once, moves to their
     * channel, so that people find it again before the try is over, or else is closed.
     */
    void suspend(List<SeenPoint> points) throws WifiException, BusException, InterruptedException {
        if (door == null || !suspended && (together(points) || moved(points))) {
            return;
        }
        suspended = true;
        if (!blind()) {
            manager.deactivate(door.started().active());
        }
    }

    private boolean moved(List<SeenPoint> points)
            throws WifiException, BusException, InterruptedException {
        if (blind() || points.isEmpty()) {
            return false;
        }
        int channel = points.get(0).channel();
        if (channel > LAST_OF_2_GHZ
                || points.stream().anyMatch(point -> point.channel() != channel)) {
            return false;
        }
        LOG.info("{}: the access point moves to channel {}", door.on().name(), channel);
        suspended = true; // until it is open again
        manager.delete(door.started().profile());
        try {
            door = opened(accessPoint.orElseThrow(), door.on(), channel, MOVE);
            suspended = false;
        } catch (WifiException e) {
            if (line.gone() || line.displaced()) {
                throw e;
            }
            LOG.debug("{}: the access point does not move", radio.name(), e);
        }
        return !suspended && together(points);
    }

    /** The try has succeeded: what was closed for it stays closed. */
    void giveUp() throws BusException {
        if (suspended) {
            shut();
        }
    }

    /** The try has failed: what was closed for it opens again. */
    void resume(List<SeenPoint> tried) throws InterruptedException {
        if (suspended && !line.gone()) {
            reopen(channelOf(tried));
        }
    }

    void over() {
        suspended = false;
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

    /**
     * An access point on the same interface cannot look around, nor stay while another is tried.
     */
    boolean blind() {
        return door != null && door.on().equals(radio);
    }

    /** Both at once need an interface for each, and have one channel in common. */
    private boolean together(List<SeenPoint> points) {
        return !blind()
                && !points.isEmpty()
                && points.stream().allMatch(point -> point.channel() == door.channel());
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
                line.drain();
                String active = manager.activate(door.started().profile(), door.on().path());
                door =
                        new Door(
                                new NetworkManager.Started(door.started().profile(), active),
                                door.on(),
                                channel);
                if (line.watch(door.on(), active, NmLine.deadline(OPEN)).done()) {
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

    void open(WifiAccessPoint request) throws WifiException, BusException, InterruptedException {
        if (!new Ssid(request.ssid(), true).possible()
                || !request.password().isEmpty() && !Login.length(request.password())) {
            throw Refusals.failed(
                    Kind.UNSUPPORTED,
                    request.ssid(),
                    "an access point has a name of 1 to 32 bytes, and no password or one of 8 to"
                            + " 63 characters");
        }
        close();
        view.requireOn();
        view.seen();
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
        view.refresh();
    }

    /** The channel of the network that is joined, for the radio has one for both. */
    private int channelFor(WifiAccessPoint request) {
        return view.lastSeen().stream()
                .filter(point -> point.bssid().equals(view.state().bssid()))
                .mapToInt(SeenPoint::channel)
                .findFirst()
                .orElse(request.channel());
    }

    private Door opened(WifiAccessPoint request, NetworkManager.Radio on, int channel)
            throws WifiException, BusException, InterruptedException {
        for (int i = 1; ; i++) {
            try {
                return opened(request, on, channel, OPEN);
            } catch (WifiException e) {
                if (i == TRIES || line.gone() || e.kind() == Kind.UNSUPPORTED) {
                    throw e;
                }
            }
        }
    }

    private Door opened(
            WifiAccessPoint request, NetworkManager.Radio on, int channel, Duration limit)
            throws WifiException, BusException, InterruptedException {
        NetworkManager.Started started =
                line.activated(
                        ProfileSettings.accessPoint(request, channel, on.name()),
                        on,
                        NmLine.deadline(limit),
                        watched -> notOpened(request, watched));
        return new Door(started, on, channelNow(on, channel));
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
        long end = NmLine.deadline(SIDE);
        while (System.nanoTime() < end) {
            for (NetworkManager.Radio found : manager.radios()) {
                if (found.name().equals(SideInterface.NAME)
                        && manager.state(found.path()) > Attempt.UNAVAILABLE) {
                    return Optional.of(found);
                }
            }
            line.await(Math.min(end, NmLine.deadline(GLANCE)), () -> false);
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
        view.refresh();
    }

    void shut() throws BusException {
        String profile = door.started().profile();
        door = null;
        suspended = false;
        accessPoint = Optional.empty();
        manager.delete(profile);
        side.remove();
    }

    /** On the radio's own interface, where it takes the place of the network that is joined. */
    private void openAlone(WifiAccessPoint request)
            throws WifiException, BusException, InterruptedException {
        Optional<String> before = view.inUse();
        view.forget();
        try {
            door = opened(request, radio, request.channel());
        } catch (WifiException | BusException e) {
            rejoin(before);
            throw e;
        }
    }

    /** Joins again what was joined before. */
    void rejoin(Optional<String> before) {
        if (line.gone() || before.isEmpty()) {
            return;
        }
        try {
            if (!view.inUse().equals(before)) {
                manager.activate(before.get(), radio.path());
            }
        } catch (BusException e) {
            LOG.warn("{}: what was joined before cannot be joined again", radio.name(), e);
        }
    }
}
