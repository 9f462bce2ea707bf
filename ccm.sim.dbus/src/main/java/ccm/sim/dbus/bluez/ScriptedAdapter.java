package ccm.sim.dbus.bluez;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.AbstractConnection;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.ObjectManager;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;

/** An adapter with what is registered on it. */
public final class ScriptedAdapter extends Held
        implements Wire.Adapter1, Wire.GattManager1, Wire.LEAdvertisingManager1 {
    private static final int PACKET = 31;
    private static final int FLAGS_AND_UUID = 21;
    private static final int NAME_HEADER = 2;

    private final DBusConnection connection;
    private final Map<String, ScriptedDevice> devices = new ConcurrentHashMap<>();
    private final List<String> removed = new ArrayList<>(); // guarded by itself
    private volatile Optional<Remote> application = Optional.empty();
    private volatile Optional<Shown> advertisement = Optional.empty();
    private volatile boolean blocked;
    private volatile boolean keeping;
    private volatile boolean full;

    /** An advertisement that everybody near sees. */
    record Shown(String owner, String path, String name, List<String> services) {}

    ScriptedAdapter(DBusConnection connection, String path, boolean powered) {
        super(connection, path, Wire.ADAPTER);
        this.connection = connection;
        put("Powered", powered);
        put("Pairable", false);
        put("Address", "00:AA:01:00:00:00");
    }

    /** Switches the radio; blocking it is what rfkill does. */
    public void power(boolean on) {
        change("Powered", on);
    }

    /** From now on it cannot be switched on. */
    public void block(boolean on) {
        blocked = on;
        if (on) {
            power(false);
        }
    }

    /** True while devices may pair. */
    public boolean pairable() {
        return is("Pairable");
    }

    /** True while the radio is on. */
    public boolean powered() {
        return is("Powered");
    }

    /** True while services are registered. */
    public boolean serves() {
        return application.isPresent();
    }

    /** The name that is shown; empty while nothing is. */
    public Optional<String> shownName() {
        return advertisement.map(Shown::name);
    }

    /** The services that are announced. */
    public List<String> shownServices() {
        return advertisement.map(Shown::services).orElse(List.of());
    }

    /** Addresses of devices that had to be forgotten, in order. */
    public List<String> removed() {
        synchronized (removed) {
            return List.copyOf(removed);
        }
    }

    /** Whether it forgets no device. */
    public void keepDevices(boolean now) {
        keeping = now;
    }

    /** Whether others have all the advertisements that it can do. */
    public void fill(boolean now) {
        full = now;
    }

    /** Takes the advertisement away, as bluetoothd may. */
    public void releaseAdvertisement() throws DBusException {
        Shown shown = advertisement.orElseThrow();
        advertisement = Optional.empty();
        connection
                .getRemoteObject(shown.owner(), shown.path(), Wire.LEAdvertisement1.class, false)
                .Release();
    }

    Optional<Remote> application() {
        return application;
    }

    /** Whoever leaves the bus takes with it what it has registered. */
    void left(String name) {
        application = application.filter(known -> !known.owner().equals(name));
        advertisement = advertisement.filter(known -> !known.owner().equals(name));
    }

    /** The device of that address, known from now on. */
    ScriptedDevice device(String address) throws DBusException {
        ScriptedDevice known = devices.get(address);
        if (known != null) {
            return known;
        }
        String path = getObjectPath() + "/dev_" + address.replace(':', '_');
        ScriptedDevice made = new ScriptedDevice(connection, path, address);
        connection.exportObject(path, made);
        devices.put(address, made);
        return made;
    }

    /** What the object manager says of it and its devices. */
    void list(Map<DBusPath, Map<String, Map<String, Variant<?>>>> all) {
        all.put(
                new DBusPath(getObjectPath()),
                Map.of(
                        Wire.ADAPTER,
                        GetAll(Wire.ADAPTER),
                        Wire.GATT_MANAGER,
                        Map.of(),
                        Wire.AD_MANAGER,
                        Map.of()));
        devices.values()
                .forEach(
                        device ->
                                all.put(
                                        new DBusPath(device.getObjectPath()),
                                        Map.of(Wire.DEVICE, device.GetAll(Wire.DEVICE))));
    }

    @Override
    public void RegisterApplication(DBusPath path, Map<String, Variant<?>> options) {
        if (application.isPresent()) {
            throw new DBusExecutionException("AlreadyExists");
        }
        String owner = AbstractConnection.getCallInfo().getSource();
        try {
            ObjectManager manager =
                    connection.getRemoteObject(owner, path.getPath(), ObjectManager.class, false);
            application = Optional.of(Remote.of(owner, manager.GetManagedObjects()));
        } catch (DBusException e) {
            throw new DBusExecutionException("the application does not answer", e);
        }
    }

    @Override
    public void UnregisterApplication(DBusPath path) {
        application.orElseThrow(() -> new DBusExecutionException("DoesNotExist"));
        application = Optional.empty();
    }

    @Override
    public void RegisterAdvertisement(DBusPath path, Map<String, Variant<?>> options) {
        if (full) {
            throw new DBusExecutionException("Maximum advertisements reached");
        }
        if (advertisement.isPresent()) {
            throw new DBusExecutionException("AlreadyExists");
        }
        String owner = AbstractConnection.getCallInfo().getSource();
        try {
            Map<String, Variant<?>> said =
                    connection
                            .getRemoteObject(owner, path.getPath(), Properties.class, false)
                            .GetAll(Wire.ADVERTISEMENT);
            String name = String.valueOf(said.get("LocalName").getValue());
            List<String> services = Remote.strings(said.get("ServiceUUIDs"));
            int longest = Math.max(FLAGS_AND_UUID * services.size(), NAME_HEADER + name.length());
            if (longest > PACKET) {
                throw new DBusExecutionException("Advertisement longer than allowed");
            }
            advertisement = Optional.of(new Shown(owner, path.getPath(), name, services));
        } catch (DBusException e) {
            throw new DBusExecutionException("the advertisement does not answer", e);
        }
    }

    @Override
    public void UnregisterAdvertisement(DBusPath path) {
        advertisement.orElseThrow(() -> new DBusExecutionException("DoesNotExist"));
        advertisement = Optional.empty();
    }

    @Override
    public void RemoveDevice(DBusPath path) {
        if (keeping) {
            throw new DBusExecutionException("not now");
        }
        String address = path.getPath().replaceAll(".*/dev_", "").replace('_', ':');
        synchronized (removed) {
            removed.add(address);
        }
        ScriptedDevice known = devices.get(address);
        if (known != null) {
            known.put("Paired", false);
        }
    }

    @Override
    void asked(String property, Object value) {
        if (property.equals("Powered") && Boolean.TRUE.equals(value) && blocked) {
            throw new DBusExecutionException("Blocked through rfkill");
        }
        change(property, value);
    }
}
