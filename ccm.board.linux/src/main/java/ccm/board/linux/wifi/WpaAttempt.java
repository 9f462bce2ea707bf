package ccm.board.linux.wifi;

import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiJoin;
import ccm.parts.dbus.Signal;
import java.util.Map;
import java.util.Set;

/**
 * Watches one network being joined by its signals: what it is in passes in an instant, and another
 * one's may come in between. Used by the radio's thread alone.
 */
final class WpaAttempt {
    private static final Set<Integer> GOES_ON = Set.of(0, 76, 126, 127); // of WPA3's first frames

    private final String network;
    private final boolean sae;
    private boolean added; // what was told before is about one that had this path before
    private boolean selected; // and before that, about the one that it was in
    private boolean handshake; // the password is looked at
    private boolean refused; // and found wrong
    private boolean turnedDown;

    /**
     * Begins.
     *
     * @param network its path
     * @param login how it is tried
     */
    WpaAttempt(String network, Login login) {
        this.network = network;
        this.sae = login == Login.SAE;
    }

    void hear(Signal signal) {
        switch (signal.name()) {
            case "NetworkAdded" -> added |= signal.text(0).equals(network);
            case "NetworkSelected" -> selected = added && signal.text(0).equals(network);
            default -> {
                if (selected) {
                    changed(signal.map(1));
                }
            }
        }
    }

    private void changed(Map<?, ?> values) {
        status(values.get("AuthStatusCode"));
        status(values.get("AssocStatusCode"));
        if (values.get("State") instanceof String now) {
            state(now);
        }
    }

    private void status(Object code) {
        if (code instanceof Number number && !GOES_ON.contains(number.intValue())) {
            turnedDown = true;
            refused |= sae; // the password is looked at before the radio is let in
        }
    }

    private void state(String now) {
        switch (now) {
            case "4way_handshake" -> handshake = true;
            case "completed" -> handshake = false;
            case "disconnected", "inactive", "scanning" -> refused |= handshake;
            default -> {
                // on the way
            }
        }
    }

    /** The password was found wrong. */
    boolean refused() {
        return refused;
    }

    /** Why it did not end well. */
    WifiException verdict(WifiJoin request, boolean inReach) {
        if (refused || handshake) {
            return Refusals.wrongPassword(request.ssid(), !request.password().isEmpty());
        }
        return turnedDown
                ? Refusals.turnedDown(request.ssid())
                : Refusals.late(request.ssid(), 0, inReach);
    }
}
