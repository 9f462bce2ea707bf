package ccm.board.linux.wifi;

import ccm.api.wifi.Wifi;
import ccm.parts.threads.NamedThreads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a bus, for NetworkManager on it and for a radio, and shows the radio for as long as all
 * three are there. The one thread, {@code ccm-wifi}, is also the radio's.
 */
final class RadioWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RadioWatch.class);
    private static final Pattern SOCKET = Pattern.compile("unix:(?:.*,)?path=([^,;]+).*");
    private static final long END_MILLIS = 12_000;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final String address;
    private final SideInterface side;
    private final Show show;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Thread thread;
    private boolean stirred; // guarded by lock: something happened since it was last looked at
    private volatile boolean closed;
    private volatile NmRadio radio; // null when none is shown
    private String told = ""; // what is missing, as it was last told

    /** Shows a radio to whoever looks for one. */
    interface Show {
        void show(Wifi wifi);

        void hide();
    }

    RadioWatch(String address, SideInterface side, Show show) {
        this.address = address;
        this.side = side;
        this.show = show;
        this.thread = new NamedThreads("ccm-wifi").newThread(this::run);
    }

    void open() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        stir();
        endRadio();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }

    private void run() {
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (!closed) {
                if (connected()) {
                    pause = FIRST_PAUSE_MILLIS;
                }
                rest(pause);
                pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** One connection, until it breaks: whether there was one. */
    private boolean connected() throws InterruptedException {
        Matcher socket = SOCKET.matcher(address);
        if (socket.matches() && !Files.exists(Path.of(socket.group(1)))) {
            tell("no D-Bus: " + socket.group(1) + " is not there, so WiFi is not managed by CCM");
            return false;
        }
        try (Bus bus = Bus.connect(address, this::stirAndEnd)) {
            serve(bus);
            return true;
        } catch (BusException e) {
            tell("no WiFi: " + e.getMessage());
            LOG.debug("no WiFi", e);
            return false;
        }
    }

    private void serve(Bus bus) throws BusException, InterruptedException {
        bus.listenToNames(this::nameChanged);
        bus.listen(NetworkManager.ROOT, NetworkManager.NAME, "DeviceAdded", any -> stir());
        bus.listen(NetworkManager.ROOT, NetworkManager.NAME, "DeviceRemoved", this::removed);
        NetworkManager manager = new NetworkManager(bus);
        while (!closed && bus.isConnected()) {
            calm();
            if (bus.owner(NetworkManager.NAME).isEmpty()) {
                tell("no NetworkManager on the system's bus, so WiFi is not managed by CCM");
                rest(LONGEST_PAUSE_MILLIS);
                continue;
            }
            List<NetworkManager.Radio> radios =
                    manager.radios().stream()
                            .filter(found -> !found.name().equals(SideInterface.NAME))
                            .toList();
            if (radios.isEmpty()) {
                tell("NetworkManager knows no WiFi radio");
                rest(LONGEST_PAUSE_MILLIS);
                continue;
            }
            work(bus, manager, radios.get(0));
            return; // the next one gets a fresh connection, with no listeners of this one
        }
    }

    private void work(Bus bus, NetworkManager manager, NetworkManager.Radio found)
            throws BusException, InterruptedException {
        NmRadio here = NmRadio.open(bus, manager, found, side);
        radio = here;
        if (closed || !bus.isConnected()) {
            here.end();
        }
        told = "";
        LOG.info("{}: run by {}", here.device(), here.runner());
        show.show(here);
        try {
            here.work();
        } finally {
            radio = null;
            show.hide();
            here.refuseRest();
            if (closed && bus.isConnected()) {
                here.withdraw();
            }
            LOG.info("{}: not run any more", here.device());
        }
    }

    // --- by threads of the library ---------------------------------------------------------------

    private void nameChanged(Bus.Signal signal) {
        if (signal.text(0).equals(NetworkManager.NAME)) {
            stirAndEnd();
        }
    }

    private void removed(Bus.Signal signal) {
        NmRadio here = radio;
        if (here != null && here.radio().path().equals(signal.text(0))) {
            here.end();
        }
        stir();
    }

    private void stirAndEnd() {
        stir();
        endRadio();
    }

    private void endRadio() {
        NmRadio here = radio;
        if (here != null) {
            here.end();
        }
    }

    private void stir() {
        lock.lock();
        try {
            stirred = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // --- waiting --------------------------------------------------------------------------------

    private void calm() {
        lock.lock();
        try {
            stirred = false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something happens, or so long at most. */
    private void rest(long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!stirred && !closed && left > 0) {
                left = news.awaitNanos(left);
            }
            stirred = false;
        } finally {
            lock.unlock();
        }
    }

    private void tell(String what) {
        if (!what.equals(told)) {
            told = what;
            LOG.info(what);
        }
    }
}
