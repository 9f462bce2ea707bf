package ccm.board.linux.wifi;

import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.api.wifi.WifiState;
import ccm.api.wifi.WifiState.Phase;
import ccm.parts.dbus.BusException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What NetworkManager's radio is in, and what it sees. */
final class NmView {
    private static final Logger LOG = LoggerFactory.getLogger(NmView.class);
    private static final Duration READY = Duration.ofSeconds(5);
    private static final int AP_MODE = 3;
    private static final int IP_CONFIG = 70;

    private final NetworkManager manager;
    private final NetworkManager.Radio radio;
    private final NmLine line;
    private volatile WifiState state = new WifiState(Phase.DISCONNECTED, "", "", "", 0, "");
    private List<SeenPoint> seen = List.of();
    private String trouble = ""; // why a network that was joined is not any more
    private String trying = ""; // the network of the attempt
    private String joined = ""; // the network that we are in, for when it is lost

    NmView(NetworkManager manager, NetworkManager.Radio radio, NmLine line) {
        this.manager = manager;
        this.radio = radio;
        this.line = line;
    }

    WifiState state() {
        return state;
    }

    /** The network that is tried from now on; empty for none. */
    void trying(String ssid) {
        trying = ssid;
    }

    /** What ends now ends because we want it. */
    void forget() {
        joined = "";
        trouble = "";
    }

    /** The list as it is now, unless it is empty, as it is at first and beside an access point. */
    List<SeenPoint> seen() throws BusException {
        List<SeenPoint> now = manager.seen(radio.path());
        if (!now.isEmpty()) {
            seen = now;
        }
        return seen;
    }

    /** The last look around that saw something. */
    List<SeenPoint> lastSeen() {
        return seen;
    }

    void changed(int now, int before, int reason) {
        if (now == Attempt.ACTIVATED) {
            trouble = "";
        } else if (!line.busy() && before == Attempt.ACTIVATED && !joined.isEmpty()) {
            trouble = Refusals.ofJoin(joined, reason, before, false).getMessage();
            joined = "";
            LOG.info("{}: lost. {}", radio.name(), trouble);
        }
    }

    void refresh() {
        try {
            look();
        } catch (BusException e) {
            LOG.debug("{}: what it is in cannot be asked", radio.name(), e);
        }
    }

    void look() throws BusException {
        Map<String, Object> wireless = manager.wireless(radio.path());
        Map<String, Object> device = manager.device(radio.path());
        int now = NetworkManager.number(device.get("State"));
        Phase phase = isAccessPoint(wireless) ? Phase.DISCONNECTED : phase(now);
        if (phase == Phase.GOT_IP && isAccessPoint(manager.wireless(radio.path()))) {
            phase = Phase.DISCONNECTED; // it became one between the two questions
        }
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
        if (phase == Phase.GOT_IP && !state.ssid().isEmpty()) { // it may be going just now
            joined = state.ssid();
        }
    }

    private static boolean isAccessPoint(Map<String, Object> wireless) {
        return NetworkManager.number(wireless.get("Mode")) == AP_MODE;
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

    Optional<String> inUse() throws BusException {
        return manager.profileOf(
                String.valueOf(manager.device(radio.path()).get("ActiveConnection")));
    }

    /** Asks for one more look around and waits for it; what was seen is kept. */
    void lookAround(long deadline) throws WifiException, BusException, InterruptedException {
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
            line.await(deadline, () -> lastScan(before) != before);
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

    /** Fails when the radio is off; one that is just being readied is waited for. */
    void requireOn() throws WifiException, BusException, InterruptedException {
        Optional<String> off = manager.off();
        if (off.isEmpty()) {
            refresh();
            line.await(NmLine.deadline(READY), () -> state.phase() != Phase.OFF);
            if (state.phase() != Phase.OFF) {
                return;
            }
        }
        refresh();
        throw new WifiException(Kind.RADIO_OFF, off());
    }
}
