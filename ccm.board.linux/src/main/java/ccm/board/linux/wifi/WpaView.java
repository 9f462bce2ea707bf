package ccm.board.linux.wifi;

import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.api.wifi.WifiState;
import ccm.api.wifi.WifiState.Phase;
import ccm.parts.dbus.BusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.freedesktop.dbus.types.Variant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What wpa_supplicant knows: what a radio is in, and what is in the air. */
final class WpaView {
    private static final Logger LOG = LoggerFactory.getLogger(WpaView.class);
    private static final int FRESH_SECONDS = 5;
    private static final Duration SLACK = Duration.ofSeconds(2); // ages are whole seconds

    private final WpaLine line;
    private final Supplier<String> address;
    private volatile WifiState state = new WifiState(Phase.DISCONNECTED, "", "", "", 0, "");
    private String phase = ""; // in words of wpa_supplicant
    private String network = WpaNetworks.NOTHING; // that it is in or on the way into
    private int scans; // how many ended

    /** An access point, how strong it is, and how many seconds ago that was. */
    private record SeenBss(SeenPoint point, int dbm, int age) {}

    WpaView(WpaLine line, Supplier<String> address) {
        this.line = line;
        this.address = address;
    }

    WifiState state() {
        return state;
    }

    /** What the system gave; empty for nothing. */
    String address() {
        return address.get();
    }

    void scanned() {
        scans++;
    }

    void refresh() {
        try {
            Map<String, Object> all = line.all();
            String now = String.valueOf(all.get("State"));
            phase = now;
            network = String.valueOf(all.get("CurrentNetwork"));
            Optional<SeenBss> bss = bss(String.valueOf(all.get("CurrentBSS")));
            String ip = now.equals("completed") ? address.get() : "";
            Phase reached = phase(now, ip);
            boolean in = reached != Phase.OFF && reached != Phase.DISCONNECTED;
            state =
                    new WifiState(
                            reached,
                            in ? bss.map(some -> some.point().ssid().text()).orElse("") : "",
                            in ? bss.map(some -> some.point().bssid()).orElse("") : "",
                            ip,
                            in ? bss.map(SeenBss::dbm).orElse(0) : 0,
                            reached == Phase.OFF
                                    ? line.name()
                                            + ": the radio is switched off (rfkill) or unplugged"
                                    : "");
        } catch (BusException e) {
            LOG.debug("{}: what it is in cannot be asked", line.name(), e);
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

    void requireOn() throws WifiException {
        refresh();
        if (state.phase() == Phase.OFF) {
            throw new WifiException(Kind.RADIO_OFF, state.trouble());
        }
    }

    /** True when it was in that network when that was looked at last. */
    boolean isIn(String some) {
        return phase.equals("completed") && network.equals(some);
    }

    /**
     * Looks around now.
     *
     * @param hidden a name to ask for, which nobody may announce
     */
    List<SeenPoint> lookAround(long deadline, Optional<Ssid> hidden)
            throws WifiException, BusException, InterruptedException {
        Map<String, Variant<?>> how = new HashMap<>(Map.of("Type", Values.text("active")));
        hidden.ifPresent(name -> how.put("SSIDs", Values.names(name.bytes(), new byte[0])));
        long began;
        boolean begun;
        do { // the end of one that was under way says nothing of ours
            int before = scans;
            began = System.nanoTime();
            begun = beginsToLook(how);
            line.await(deadline, () -> scans != before);
        } while (!begun && System.nanoTime() < deadline);
        return seenSince(began - SLACK.toNanos());
    }

    private boolean beginsToLook(Map<String, Variant<?>> how) {
        try {
            line.call("Scan", "a{sv}", how);
            return true;
        } catch (BusException e) {
            LOG.debug("{}: looks around already", line.name(), e);
            return false;
        }
    }

    /** What was in the air some moments ago; it remembers for minutes what is there no more. */
    List<SeenPoint> seen() throws BusException {
        return seen(FRESH_SECONDS);
    }

    /** What was in the air at or after that time. */
    List<SeenPoint> seenSince(long nanos) throws BusException {
        return seen((int) Duration.ofNanos(System.nanoTime() - nanos).toSeconds());
    }

    private List<SeenPoint> seen(int seconds) throws BusException {
        List<SeenPoint> points = new ArrayList<>();
        for (Object one : NetworkManager.list(line.get("BSSs"))) {
            bss(one.toString())
                    .filter(some -> some.age() <= seconds)
                    .map(SeenBss::point)
                    .ifPresent(points::add);
        }
        return points;
    }

    private Optional<SeenBss> bss(String one) {
        if (one.equals(WpaNetworks.NOTHING) || one.equals("null")) {
            return Optional.empty();
        }
        try {
            Map<String, Object> all = line.all(one, ".BSS");
            return Optional.of(
                    new SeenBss(
                            SeenPoint.ofBss(all),
                            NetworkManager.number(all.get("Signal")),
                            NetworkManager.number(all.get("Age"))));
        } catch (BusException e) {
            return Optional.empty(); // gone meanwhile
        }
    }
}
