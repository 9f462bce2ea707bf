package ccm.board.linux.wifi;

import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.parts.dbus.BusException;
import ccm.parts.dbus.Signal;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.freedesktop.dbus.types.Variant;

/** Waits for signals of NetworkManager's; above all for those of an activation. */
final class NmLine {
    static final BooleanSupplier NEVER = () -> false;

    private static final Duration REASON = Duration.ofMillis(500);

    private final NetworkManager manager;
    private final NetworkManager.Radio radio;
    private final Mailbox mailbox;
    private volatile boolean gone;
    private BooleanSupplier displaced = NEVER;
    private Attempt attempt; // null when none is under way

    /** Words for an attempt that did not succeed. */
    interface Verdict {
        WifiException of(Attempt attempt);
    }

    NmLine(NetworkManager manager, NetworkManager.Radio radio, Mailbox mailbox) {
        this.manager = manager;
        this.radio = radio;
        this.mailbox = mailbox;
    }

    /** What is waited for from now on is left when this is so. */
    void heed(BooleanSupplier newer) {
        displaced = newer;
    }

    boolean displaced() {
        return displaced.getAsBoolean();
    }

    boolean gone() {
        return gone;
    }

    void end() {
        gone = true;
    }

    /** Whether an activation is watched. */
    boolean busy() {
        return attempt != null;
    }

    void hear(Signal signal) {
        if (attempt != null) {
            attempt.hear(signal);
        }
    }

    /** Starts a new profile and waits for it; a failed one is deleted. */
    NetworkManager.Started activated(
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

    Attempt watch(NetworkManager.Radio on, String active, long deadline)
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

    /** Signals that came before are of no attempt. */
    void drain() throws InterruptedException, WifiException {
        Runnable old = mailbox.signal(System.nanoTime());
        while (old != null) {
            old.run();
            old = mailbox.signal(System.nanoTime());
        }
        requireHere();
    }

    void await(long deadline, BooleanSupplier done) throws WifiException, InterruptedException {
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
        if (displaced()) {
            throw Refusals.displaced(radio.name());
        }
        if (gone) {
            throw new WifiException(
                    Kind.UNAVAILABLE,
                    radio.name() + ": NetworkManager or the radio went away. Try again");
        }
    }

    static long deadline(Duration limit) {
        return System.nanoTime() + limit.toNanos();
    }
}
