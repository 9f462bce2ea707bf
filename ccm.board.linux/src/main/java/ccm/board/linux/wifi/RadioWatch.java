package ccm.board.linux.wifi;

import ccm.api.wifi.Wifi;
import ccm.parts.dbus.Bus;
import ccm.parts.dbus.BusException;
import ccm.parts.dbus.BusThread;
import ccm.parts.dbus.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a bus, for a service on it and for a radio, and shows the radio for as long as all
 * three are there. The one thread, {@code ccm-wifi}, is also the radio's.
 */
final class RadioWatch implements BusThread.Work, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RadioWatch.class);
    private static final Duration PATIENCE = Duration.ofSeconds(12);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofSeconds(30);

    private final List<RadioService> services; // the first that is there counts
    private final Show show;
    private final BusThread thread;
    private long firstGone = System.nanoTime(); // when the one to prefer was last there
    private volatile SteppedRadio radio; // null when none is shown
    private volatile RadioService running; // the last that ran one; null before the first
    private String told = ""; // what is missing, as it was last told

    /** Shows a radio to whoever looks for one. */
    interface Show {
        void show(Wifi wifi);

        void hide();
    }

    RadioWatch(String address, List<RadioService> services, Show show) {
        this.services = services;
        this.show = show;
        this.thread = new BusThread("ccm-wifi", address, 1, this);
    }

    void open() {
        thread.open();
    }

    @Override
    public void close() {
        thread.close(PATIENCE);
    }

    @Override
    public void serve(Bus bus) throws BusException, InterruptedException {
        bus.listenToNames(this::nameChanged);
        bus.listen(NetworkManager.ROOT, NetworkManager.NAME, "DeviceAdded", any -> thread.wake());
        bus.listen(NetworkManager.ROOT, NetworkManager.NAME, "DeviceRemoved", this::removed);
        while (!thread.isClosing() && bus.isConnected()) {
            thread.await(Duration.ZERO); // what has happened is looked at now
            Optional<RadioService> service = service(bus);
            if (service.isPresent()
                    && System.nanoTime() - firstGone < service.get().patience().toNanos()) {
                thread.await(SOON); // one that is asked before it may be starting, or anew
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
            thread.await(LOOK);
        }
    }

    @Override
    public void away(BusException why) {
        tell(why.getMessage() + ", so WiFi is not managed by CCM");
        LOG.debug("no WiFi", why);
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
        if (thread.isClosing()
                || !bus.isConnected()
                || thread.hasNews()) { // it may be gone already
            here.end();
        }
        told = "";
        LOG.info("{}: run by {}", here.device(), here.runner());
        show.show(here);
        try {
            here.work();
        } finally {
            if (service.equals(services.get(0))) {
                firstGone = System.nanoTime();
            }
            radio = null;
            running = null;
            show.hide();
            here.refuseRest();
            if (thread.isClosing() && bus.isConnected()) {
                here.withdraw();
            }
            LOG.info("{}: not run any more", here.device());
        }
    }

    // --- by threads of the library ---------------------------------------------------------------

    /** The one that runs the radio, or one that shall be asked before it. */
    private void nameChanged(Signal signal) {
        for (RadioService service : services) {
            if (service.name().equals(signal.text(0))) {
                thread.wake();
                end();
            }
            if (service == running) {
                return;
            }
        }
    }

    private void removed(Signal signal) {
        SteppedRadio here = radio;
        if (here != null && here.path().equals(signal.text(0))) {
            here.end();
        }
        thread.wake();
    }

    @Override
    public void end() {
        SteppedRadio here = radio;
        if (here != null) {
            here.end();
        }
    }

    private void tell(String what) {
        if (!what.equals(told)) {
            told = what;
            LOG.info(what);
        }
    }
}
