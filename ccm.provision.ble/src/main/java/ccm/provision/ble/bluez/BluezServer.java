package ccm.provision.ble.bluez;

import ccm.parts.threads.NamedThreads;
import ccm.provision.ble.gatt.GattService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.freedesktop.dbus.interfaces.DBus.NameOwnerChanged;
import org.freedesktop.dbus.interfaces.Properties.PropertiesChanged;
import org.freedesktop.dbus.types.Variant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves GATT through BlueZ, and comes back by itself: after a bus or a bluetoothd that was started
 * again, an adapter that was plugged in again, a radio that was switched on again. All of it is the
 * work of one thread, so that no call waits for an answer where answers are read.
 */
public final class BluezServer implements AutoCloseable {
    static final String ADAPTER = "org.bluez.Adapter1";
    static final String GATT_MANAGER = "org.bluez.GattManager1";
    static final String AD_MANAGER = "org.bluez.LEAdvertisingManager1";
    private static final String DEVICE = "org.bluez.Device1";
    private static final String OBJECT_MANAGER = "org.freedesktop.DBus.ObjectManager";
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration SWITCHING = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(60);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);
    private static final long LAST_WORDS_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);
    private static final long JOIN_MILLIS = 4_000;
    private static final int MAX_EVENTS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(BluezServer.class);

    private final BluezOptions options;
    private final Bonds bonds;
    private final List<GattService> services;
    private final Peers peers;
    private final Application application;
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>(MAX_EVENTS);
    private final CountDownLatch tried = new CountDownLatch(1);
    private final Thread thread = new NamedThreads("ccm-ble").newThread(this::run);
    private volatile boolean closing;
    private volatile boolean registered;
    private volatile String trouble = "";
    private volatile Bus current; // null while there is no bus
    private final Set<String> switched = new HashSet<>(); // the rest: touched by the thread alone
    private Optional<Registration> registration = Optional.empty();
    private boolean released;
    private Duration retry = FIRST_RETRY;

    /** Makes one; nothing is served yet. */
    public BluezServer(BluezOptions options, List<GattService> services, Peers peers, Bonds bonds) {
        this.options = options;
        this.services = List.copyOf(services);
        this.peers = peers;
        this.bonds = bonds;
        this.application = new Application(this.services);
    }

    /** Begins, and waits a little for how that goes. */
    public void open(Duration patience) {
        thread.start();
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
        Bus bus = current;
        if (bus != null) {
            application.notify(bus, uuid, value);
        }
    }

    /** Takes everything back. Who waits for an answer gets it, if that does not take long. */
    @Override
    public void close() {
        closing = true;
        wake();
        try {
            thread.join(JOIN_MILLIS);
            if (thread.isAlive()) {
                thread.interrupt(); // it waits for an answer of somebody who does not give one
                thread.join(JOIN_MILLIS / 4);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void wake() {
        events.offer(() -> LOG.trace("awake"));
    }

    private void run() {
        while (!closing) {
            try (Bus bus = Bus.connect(options.address(), this::wake)) {
                current = bus;
                serve(bus);
                retry = FIRST_RETRY; // the bus was there, and comes back most likely
            } catch (BusException e) {
                LOG.debug("no bus", e);
                say(
                        "there is no D-Bus system bus here, through which Bluetooth is reached."
                                + " Install dbus and bluez, or set bt.enable to false");
            } catch (RuntimeException e) { // of the library, say: nobody else would begin again
                LOG.error("Bluetooth failed and begins anew", e);
            } finally {
                current = null;
                registered = false;
                registration = Optional.empty();
                Set.copyOf(peers.known()).forEach(peers::gone);
            }
            if (!closing) {
                await(retry);
                retry = later(retry);
            }
        }
    }

    private void serve(Bus bus) throws BusException {
        application.export(bus);
        bus.export(PairingAgent.PATH, new PairingAgent());
        bus.export(
                Advertisement.PATH,
                new Advertisement(options.name(), options.advertised(), this::released));
        bus.watch(this::ownerChanged, this::changed, this::wake);
        while (!closing && bus.isConnected()) {
            try {
                step(bus);
                say("");
                retry = FIRST_RETRY;
                await(LOOK);
            } catch (TroubleException e) {
                say(e.getMessage());
                await(retry);
                retry = later(retry);
            } catch (BusException e) {
                if (e.name().isEmpty()) {
                    LOG.debug("the bus broke off", e);
                    return;
                }
                say(worded(e));
                await(retry);
                retry = later(retry);
            }
        }
        if (bus.isConnected()) {
            end();
        }
    }

    /** One look at what is there, and what has to be done about it. */
    private void step(Bus bus) throws BusException, TroubleException {
        String owner =
                bus.owner(Bus.BLUEZ)
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
        Objects objects =
                new Objects(bus.bluez(LIMIT, "/", OBJECT_MANAGER, "GetManagedObjects")[0]);
        if (registration.isPresent() && stillGood(registration.get(), objects)) {
            return;
        }
        register(bus, owner, objects);
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
            released = false;
            made.advertise();
        }
        return true;
    }

    private void register(Bus bus, String owner, Objects objects)
            throws BusException, TroubleException {
        switched.retainAll(
                objects.adapters().stream().map(Objects.Adapter::path).collect(Collectors.toSet()));
        Objects.Adapter adapter = Adapters.choose(objects.adapters(), options.adapter());
        if (!adapter.powered()) {
            switchOn(bus, adapter);
        }
        Registration made =
                new Registration(bus, options, owner, adapter, switched.contains(adapter.path()));
        released = false;
        made.make();
        registration = Optional.of(made);
        registered = true;
        bonds.undone().forEach(made::forget);
        bonds.forgetUndone();
        LOG.info(
                "Bluetooth: open on {} as {}.",
                adapter.name(),
                options.advertised().isEmpty() ? "no name" : options.name());
    }

    /** Once: who switches it off again has a reason. */
    private void switchOn(Bus bus, Objects.Adapter adapter) throws TroubleException {
        if (switched.contains(adapter.path())) {
            throw new TroubleException(
                    adapter.name() + " is switched off. Switch it on: bluetoothctl power on");
        }
        try {
            bus.set(SWITCHING, adapter.path(), ADAPTER, "Powered", true);
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

    /** Runs when it is to be closed, or the bus is gone. */
    private void end() {
        registration.ifPresent(
                made -> {
                    registered = false;
                    made.stopAdvertising();
                    long end = System.nanoTime() + LAST_WORDS_NANOS;
                    while (peers.busy() && System.nanoTime() < end) {
                        await(Duration.ofMillis(20));
                    }
                    boolean unused = Thread.interrupted(); // what follows has limits of its own
                    made.unmake(new ArrayList<>(peers.known()));
                    LOG.info("Bluetooth: closed.");
                });
    }

    private void ownerChanged(NameOwnerChanged signal) {
        if (signal.name.equals(Bus.BLUEZ)) {
            wake();
        }
    }

    private void changed(PropertiesChanged signal) {
        String path = signal.getPath();
        if (signal.getInterfaceName().equals(ADAPTER)
                && signal.getPropertiesChanged().containsKey("Powered")) {
            wake();
        } else if (signal.getInterfaceName().equals(DEVICE)) {
            if (is(signal, "Connected", false)) {
                events.offer(() -> ofOurs(path, signal.getSource()).ifPresent(peers::gone));
            }
            if (is(signal, "Paired", true)) {
                events.offer(() -> ofOurs(path, signal.getSource()).ifPresent(this::paired));
            }
        }
    }

    private static boolean is(PropertiesChanged signal, String property, boolean value) {
        Variant<?> found = signal.getPropertiesChanged().get(property);
        return found != null && found.getValue().equals(value);
    }

    /** The address of a device of our adapter, when BlueZ itself speaks of it. */
    private Optional<String> ofOurs(String path, String source) {
        return registration
                .filter(made -> made.owner().equals(source))
                .filter(made -> path.startsWith(made.adapter().path() + "/"))
                .map(made -> Objects.address(path));
    }

    private void paired(String address) {
        LOG.info("Bluetooth: {} has paired.", address);
        for (String old : bonds.add(address)) {
            LOG.info("Bluetooth: {} has to pair again; bt.max_paired_devices.", old);
            registration.ifPresent(made -> made.forget(old));
        }
    }

    private void released() {
        events.offer(() -> released = true);
    }

    /** Does what has happened until then, or just waits. */
    private void await(Duration limit) {
        try {
            Runnable event = events.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
            while (event != null) {
                event.run();
                event = events.poll();
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted: closing"); // nobody else interrupts this thread
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
                : "bluetoothd refused us: " + e.getMessage();
    }

    private static Duration later(Duration retry) {
        Duration twice = retry.multipliedBy(2);
        return twice.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : twice;
    }
}
