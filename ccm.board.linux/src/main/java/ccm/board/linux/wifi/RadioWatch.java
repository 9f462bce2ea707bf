package ccm.board.linux.wifi;

import ccm.api.wifi.Wifi;
import ccm.parts.threads.NamedThreads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a bus, for a service on it and for a radio, and shows the radio for as long as all
 * three are there. The one thread, {@code ccm-wifi}, is also the radio's.
 */
final class RadioWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RadioWatch.class);
    private static final Pattern SOCKET = Pattern.compile("unix:(?:.*,)?path=([^,;]+).*");
    private static final long END_MILLIS = 12_000;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final String address;
    private final List<RadioService> services; // the first that is there counts
    private final Show show;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Thread thread;
    private final long began = System.nanoTime();
    private boolean stirred; // guarded by lock: something happened since it was last looked at
    private volatile boolean closed;
    private volatile SteppedRadio radio; // null when none is shown
    private volatile RadioService running; // the last that ran one; null before the first
    private String told = ""; // what is missing, as it was last told

    /** Shows a radio to whoever looks for one. */
    interface Show {
        void show(Wifi wifi);

        void hide();
    }

    RadioWatch(String address, List<RadioService> services, Show show) {
        this.address = address;
        this.services = services;
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
        while (!closed && bus.isConnected()) {
            calm();
            Optional<RadioService> service = service(bus);
            if (service.isPresent()
                    && began + service.get().patience().toNanos() > System.nanoTime()) {
                rest(FIRST_PAUSE_MILLIS); // one that is asked before it may be starting
                continue;
            }
            Optional<SteppedRadio> found =
                    service.isEmpty() ? Optional.empty() : service.get().open(bus);
            if (found.isPresent()) {
                work(bus, service.get(), found.get());
                return; // the next one gets a fresh connection, with no listeners of this one
            }
            tell(
                    service.map(some -> some.title() + " knows no WiFi radio")
                            .orElse(
                                    "neither NetworkManager nor wpa_supplicant is on the system's bus, so WiFi"
                                            + " is not managed by CCM. Install network-manager, or start it"));
            rest(LONGEST_PAUSE_MILLIS);
        }
    }

    private Optional<RadioService> service(Bus bus) throws BusException {
        for (RadioService service : services) {
            if (!bus.owner(service.name()).isEmpty()) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    private void work(Bus bus, RadioService service, SteppedRadio here)
            throws InterruptedException {
        running = service;
        radio = here;
        if (closed || !bus.isConnected() || isStirred()) { // it may be gone already
            here.end();
        }
        told = "";
        LOG.info("{}: run by {}", here.device(), here.runner());
        show.show(here);
        try {
            here.work();
        } finally {
            radio = null;
            running = null;
            show.hide();
            here.refuseRest();
            if (closed && bus.isConnected()) {
                here.withdraw();
            }
            LOG.info("{}: not run any more", here.device());
        }
    }

    // --- by threads of the library ---------------------------------------------------------------

    /** The one that runs the radio, or one that shall be asked before it. */
    private void nameChanged(Bus.Signal signal) {
        for (RadioService service : services) {
            if (service.name().equals(signal.text(0))) {
                stirAndEnd();
            }
            if (service == running) {
                return;
            }
        }
    }

    private void removed(Bus.Signal signal) {
        SteppedRadio here = radio;
        if (here != null && here.path().equals(signal.text(0))) {
            here.end();
        }
        stir();
    }

    private void stirAndEnd() {
        stir();
        endRadio();
    }

    private void endRadio() {
        SteppedRadio here = radio;
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

    private boolean isStirred() {
        lock.lock();
        try {
            return stirred;
        } finally {
            lock.unlock();
        }
    }

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
