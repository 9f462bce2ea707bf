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

    private static final int NEW_ACTIVATION = 60; // the reason
    private static final int ACTIVE_NOW = 2;
    private static final int ACTIVE_NO_MORE = 4;

    private final String device;
    private final String active;
    private boolean started; // what came before belongs to the activation that was replaced
    private boolean replaced; // the device does something else, if this has ended as well
    private boolean done;
    private boolean ended; // without the device having said why
    private OptionalInt reason = OptionalInt.empty();
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
        }
        if (why == NEW_ACTIVATION && (next <= DISCONNECTED || next > ACTIVATED)) {
            replaced = started; // it, or what came before: the connection tells which
            started = false;
            return;
        }
        if (!started || over()) {
            return;
        }
        switch (next) {
            case ACTIVATED -> done = !ended; // else it is that of whoever replaced it
            case FAILED, DEACTIVATING -> reason = OptionalInt.of(why);
            default -> {
                if (next <= DISCONNECTED) {
                    reason = OptionalInt.of(why);
                } else {
                    state = next;
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
        return done || reason.isPresent();
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
        return reason.orElse(replaced ? NEW_ACTIVATION : 0);
    }

    /** The last state on the way. */
    int state() {
        return state;
    }
}
