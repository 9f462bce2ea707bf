package ccm.board.linux.wifi;

import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.parts.dbus.Bus;
import ccm.parts.dbus.BusException;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Calls of one radio of wpa_supplicant, and waiting for what it tells. */
final class WpaLine {
    static final BooleanSupplier NEVER = () -> false;

    private static final Duration QUICK = Duration.ofSeconds(5);

    private final Bus bus;
    private final String path;
    private final String name;
    private final Mailbox mailbox;
    private volatile boolean gone;
    private BooleanSupplier displaced = NEVER;

    WpaLine(Bus bus, String path, String name, Mailbox mailbox) {
        this.bus = bus;
        this.path = path;
        this.name = name;
        this.mailbox = mailbox;
    }

    /** The radio's interface in the system. */
    String name() {
        return name;
    }

    boolean gone() {
        return gone;
    }

    void end() {
        gone = true;
    }

    /** From now on what waits ends when this is true. */
    void heed(BooleanSupplier newer) {
        displaced = newer;
    }

    Object[] call(String method, String signature, Object argument) throws BusException {
        return bus.call(
                QUICK, WpaService.NAME, path, WpaService.INTERFACE, method, signature, argument);
    }

    Object get(String property) throws BusException {
        return bus.get(WpaService.NAME, path, WpaService.INTERFACE, property);
    }

    Map<String, Object> all() throws BusException {
        return bus.all(WpaService.NAME, path, WpaService.INTERFACE);
    }

    /** All properties of another of its objects. */
    Map<String, Object> all(String object, String type) throws BusException {
        return bus.all(WpaService.NAME, object, WpaService.NAME + type);
    }

    void set(String object, String type, String property, Object value) throws BusException {
        bus.set(WpaService.NAME, object, WpaService.NAME + type, property, value);
    }

    /** Hears signals until something is so, or the time is over. */
    void await(long deadline, BooleanSupplier done) throws WifiException, InterruptedException {
        while (!done.getAsBoolean()) {
            if (displaced.getAsBoolean()) {
                throw Refusals.displaced(name);
            }
            if (gone) {
                throw new WifiException(
                        Kind.UNAVAILABLE, name + ": wpa_supplicant or the radio went away");
            }
            Runnable signal = mailbox.signal(deadline);
            if (signal == null) {
                return;
            }
            signal.run();
        }
    }

    static long deadline(Duration limit) {
        return System.nanoTime() + limit.toNanos();
    }
}
