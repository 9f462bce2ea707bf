package ccm.board.linux.wifi;

import ccm.parts.dbus.Signal;
import java.util.OptionalInt;

/**
 * Watches one activation by its signals. The failed state passes in an instant and leaves no trace
 * in the properties, so that nothing else would tell why. Used by the radio's thread alone.
 */
final class Attempt {
    static final int UNAVAILABLE = 20;
    static final int DISCONNECTED = 30;
    static final int PREPARE = 40;
    static final int ACTIVATED = 100;
    static final int DEACTIVATING = 110;
    static final int FAILED = 120;

    private static final int ACTIVE_NOW = 2;
    private static final int ACTIVE_NO_MORE = 4;

    private final String device;
    private final String active;
    private boolean started; // what came before belongs to the activation that was replaced
    private boolean done;
    private boolean ended; // without the device having said why
    private OptionalInt reason = OptionalInt.empty();
    private OptionalInt left = OptionalInt.empty(); // why the device left this, or what came before
    private int state;

    Attempt(String device, String active) {
        this.device = device;
        this.active = active;
    }

    void hear(Signal signal) {
        if (signal.path().equals(device) && signal.type().equals(NetworkManager.DEVICE)) {
            device(signal.number(0), signal.number(2));
        } else if (signal.path().equals(active) && signal.type().equals(NetworkManager.ACTIVE)) {
            connection(signal.number(0));
        }
    }

    private void device(int next, int why) {
        if (next == PREPARE) {
            started = true;
            left = ended ? left : OptionalInt.empty();
        }
        if (!started || over()) {
            return;
        }
        switch (next) {
            case ACTIVATED -> done = !ended && left.isEmpty(); // else it is that of another
            case FAILED -> reason = OptionalInt.of(why);
            default -> {
                if (next > DISCONNECTED && next != DEACTIVATING) {
                    state = next;
                } else if (left.isEmpty()) {
                    left = OptionalInt.of(why); // ours, if the connection has ended as well
                }
            }
        }
    }

    private void connection(int next) {
        if (next == ACTIVE_NOW) {
            done = true;
        } else if (next == ACTIVE_NO_MORE) {
            ended = true;
        }
    }

    boolean over() {
        return done || reason.isPresent() || ended && left.isPresent();
    }

    boolean done() {
        return done;
    }

    /** The connection ended, and the device says why any moment. */
    boolean ended() {
        return ended;
    }

    /** The device's reason of a failure; 0 when there was none. */
    int reason() {
        return reason.orElse(left.orElse(0));
    }

    /** The last state on the way. */
    int state() {
        return state;
    }
}
