package ccm.provision.ble.bluez;

import ccm.parts.dbus.Bus;
import ccm.parts.dbus.BusException;
import ccm.parts.dbus.BusThread;
import ccm.parts.dbus.Signal;
import ccm.parts.retry.Backoff;
import ccm.provision.ble.gatt.GattService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves GATT through BlueZ, and comes back by itself: after a bus or a bluetoothd that was started
 * again, an adapter that was plugged in again, a radio that was switched on again. All of it is the
 * work of one thread, so that no call waits for an answer where answers are read.
 */
public final class BluezServer implements BusThread.Work, AutoCloseable {
    private static final Duration SWITCHING = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(60);
    private static final Duration SOONEST = Duration.ofSeconds(1); // to try again
    private static final Duration LATEST = Duration.ofSeconds(30);
    private static final Duration LAST_WORDS_LOOK = Duration.ofMillis(20);
    private static final Duration GOODBYE = Duration.ofSeconds(4);
    private static final long LAST_WORDS_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);
    private static final int CALL_THREADS = 6; // a save of a client may keep one for 4 s
    private static final Logger LOG = LoggerFactory.getLogger(BluezServer.class);

    private final BluezOptions options;
    private final Bonds bonds;
    private final Peers peers;
    private final Application application;
    private final CountDownLatch tried = new CountDownLatch(1);
    private final BusThread thread;
    private volatile boolean registered;
    private volatile String trouble = "";
    private volatile Optional<Bus> current = Optional.empty();
    private final Backoff retry =
            new Backoff(SOONEST, LATEST); // this and the rest: touched by the thread alone
    private final Set<String> switched = new HashSet<>(); // adapters that we have switched on
    private Bluez bluez; // null before the first connection
    private Optional<Registration> registration = Optional.empty();
    private boolean released;

    /** Makes one; nothing is served yet. */
    public BluezServer(BluezOptions options, List<GattService> services, Peers peers, Bonds bonds) {
        this.options = options;
        this.peers = peers;
        this.bonds = bonds;
        this.application = new Application(List.copyOf(services));
        this.thread = new BusThread("ccm-ble", options.address(), CALL_THREADS, this);
    }

    /** Begins, and waits a little for how that goes. */
    public void open(Duration patience) {
        thread.open();
        try {
            tried.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True while people can get in. */
    public boolean isOpen() {
        return registered;
    }

    /** Why nobody can, with the way out; empty when they can. */
    public String trouble() {
        return trouble;
    }

    /** Tells those who listen the value of a characteristic. */
    public void notify(String uuid, byte[] value) {
        current.ifPresent(bus -> application.notify(bus, uuid, value));
    }

    /** Takes everything back. Who waits for an answer gets it, if that does not take long. */
    @Override
    public void close() {
        thread.close(GOODBYE);
    }

    // --- by the thread
    // ----------------------------------------------------------------------------

    @Override
    public void serve(Bus bus) throws BusException {
        current = Optional.of(bus);
        try {
            application.export(bus);
            bus.export(PairingAgent.PATH, new PairingAgent());
            bus.export(
                    Advertisement.PATH,
                    new Advertisement(options.name(), options.advertised(), this::released));
            bus.listenToNames(this::ownerChanged);
            bus.listen("", Bus.PROPERTIES, Bus.PROPERTIES_CHANGED, this::changed);
            bluez = new Bluez(bus);
            bluez.watch(thread::wake);
            while (!thread.isClosing() && bus.isConnected()) {
                look(bus);
            }
            if (bus.isConnected()) {
                leave();
            }
        } finally {
            current = Optional.empty();
            forgotten();
        }
    }

    @Override
    public void away(BusException why) {
        LOG.debug("no bus", why);
        say(
                "there is no D-Bus system bus here, through which Bluetooth is reached."
                        + " Install dbus and bluez, or set bt.enable to false");
    }

    /** Looks, and waits until something happens or it is time to look again. */
    private void look(Bus bus) {
        try {
            step();
            say("");
            retry.reset();
            await(LOOK);
        } catch (TroubleException e) {
            say(e.getMessage());
            await(retry.next());
        } catch (BusException e) {
            if (bus.isConnected()) {
                say(worded(e));
                await(retry.next());
            } else {
                LOG.debug("the bus broke off", e);
            }
        }
    }

    /** One look at what is there, and what has to be done about it. */
    private void step() throws BusException, TroubleException {
        String owner =
                bluez.owner()
                        .orElseThrow(
                                () -> {
                                    forgotten();
                                    return new TroubleException(
                                            "bluetoothd does not run. Install bluez, or: systemctl"
                                                    + " start bluetooth");
                                });
        if (registration.isPresent() && !registration.get().owner().equals(owner)) {
            forgotten();
        }
        Objects objects = bluez.objects();
        if (registration.isPresent() && stillGood(registration.get(), objects)) {
            return;
        }
        register(owner, objects);
    }

    private boolean stillGood(Registration made, Objects objects) throws BusException {
        Optional<Objects.Adapter> adapter =
                objects.adapters().stream()
                        .filter(found -> found.path().equals(made.adapter().path()))
                        .findFirst();
        if (adapter.isEmpty()) {
            forgotten();
            return false;
        }
        if (!adapter.get().powered()) {
            made.unmake(List.of());
            forgotten();
            return false;
        }
        if (released) {
            registered = false; // nobody new finds us, until it is taken
            made.advertise();
            released = false;
            registered = true;
        }
        return true;
    }

    private void register(String owner, Objects objects) throws BusException, TroubleException {
        switched.retainAll(
                objects.adapters().stream().map(Objects.Adapter::path).collect(Collectors.toSet()));
        Objects.Adapter adapter = Adapters.choose(objects.adapters(), options.adapter());
        if (!adapter.powered()) {
            switchOn(adapter);
        }
        Registration made =
                new Registration(bluez, options, owner, adapter, switched.contains(adapter.path()));
        released = false;
        made.make();
        registration = Optional.of(made);
        registered = true;
        undo(made);
        LOG.info(
                "Bluetooth: open on {} as {}.",
                adapter.name(),
                options.advertised().isEmpty() ? "no name" : options.name());
    }

    /** What a factory reset takes back; what BlueZ keeps stays on the list until the next time. */
    private void undo(Registration made) {
        boolean done = true;
        for (String address : bonds.undone()) {
            done &= !thread.isClosing() && made.forget(address);
        }
        if (done) {
            bonds.forgetUndone();
        }
    }

    /** Once: who switches it off again has a reason. */
    private void switchOn(Objects.Adapter adapter) throws TroubleException {
        if (switched.contains(adapter.path())) {
            throw new TroubleException(
                    adapter.name() + " is switched off. Switch it on: bluetoothctl power on");
        }
        try {
            bluez.set(SWITCHING, adapter, "Powered", true);
            switched.add(adapter.path());
        } catch (BusException e) {
            throw new TroubleException(
                    adapter.name()
                            + " cannot be switched on ("
                            + e.getMessage()
                            + "). Is it blocked? rfkill unblock bluetooth");
        }
    }

    /** BlueZ does not know us any more. */
    private void forgotten() {
        registered = false;
        registration = Optional.empty();
        Set.copyOf(peers.known()).forEach(peers::gone);
    }

    /** Takes everything back; who waits for an answer gets it before. */
    private void leave() {
        if (registration.isPresent()) {
            Registration made = registration.get();
            registered = false;
            made.stopAdvertising();
            long end = System.nanoTime() + LAST_WORDS_NANOS;
            while (peers.busy() && System.nanoTime() < end) {
                await(LAST_WORDS_LOOK);
            }
            made.unmake(new ArrayList<>(peers.known()));
            LOG.info("Bluetooth: closed.");
        }
    }

    // --- by threads of the library ---------------------------------------------------------------

    private void ownerChanged(Signal signal) {
        if (signal.text(0).equals(Bluez.NAME)) {
            thread.wake();
        }
    }

    private void changed(Signal signal) {
        Map<?, ?> values = signal.map(1);
        if (signal.text(0).equals(Bluez.ADAPTER) && values.containsKey("Powered")) {
            thread.wake();
        } else if (signal.text(0).equals(Bluez.DEVICE)) {
            if (Boolean.FALSE.equals(values.get("Connected"))) {
                thread.post(() -> ofOurs(signal).ifPresent(peers::gone));
            }
            if (Boolean.TRUE.equals(values.get("Paired"))) {
                thread.post(() -> ofOurs(signal).ifPresent(this::paired));
            }
        }
    }

    private void released() {
        thread.post(() -> released = true);
    }

    // --- what is handed to the thread ------------------------------------------------------------

    /** The address of a device of our adapter, when BlueZ itself speaks of it. */
    private Optional<String> ofOurs(Signal signal) {
        return registration
                .filter(made -> made.owner().equals(signal.sender()))
                .filter(made -> signal.path().startsWith(made.adapter().path() + "/"))
                .map(made -> Objects.address(signal.path()));
    }

    private void paired(String address) {
        LOG.info("Bluetooth: {} has paired.", address);
        for (String old : bonds.add(address)) {
            LOG.info("Bluetooth: {} has to pair again; bt.max_paired_devices.", old);
            registration.ifPresent(made -> made.forget(old));
        }
    }

    private void await(Duration limit) {
        try {
            thread.await(limit);
        } catch (InterruptedException e) {
            LOG.debug("interrupted: closing"); // what follows has limits of its own
        }
    }

    private void say(String what) {
        if (!what.isEmpty() && !what.equals(trouble)) {
            LOG.debug("not open: {}", what); // the engine tells people
        }
        trouble = what;
        tried.countDown();
    }

    private static String worded(BusException e) {
        return e.name().endsWith(".AccessDenied")
                ? "bluetoothd lets root and the group bluetooth in, and this gateway is neither"
                : "bluetoothd refused us: "
                        + e.getMessage()
                        + ". Tried again; journalctl -u bluetooth may say more";
    }
}
