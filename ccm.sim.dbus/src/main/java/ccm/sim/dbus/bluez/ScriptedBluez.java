package ccm.sim.dbus.bluez;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.AbstractConnection;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus.NameOwnerChanged;
import org.freedesktop.dbus.interfaces.ObjectManager;
import org.freedesktop.dbus.types.Variant;

/** A bluetoothd on a bus of a test, with the adapters that the test plugs in. */
public final class ScriptedBluez implements AutoCloseable {
    private static final String NAME = "org.bluez";
    private static final int THREADS = 4;

    private final DBusConnection connection;
    private final Map<String, ScriptedAdapter> adapters = new ConcurrentHashMap<>();
    private volatile Optional<Agent> agent = Optional.empty();

    /** Who is asked about pairings. */
    record Agent(String owner, String path, String capability) {}

    private ScriptedBluez(DBusConnection connection) {
        this.connection = connection;
    }

    /** Starts one without adapters. */
    public static ScriptedBluez start(String bus) throws DBusException {
        DBusConnection connection =
                DBusConnectionBuilder.forAddress(bus)
                        .withShared(false)
                        .receivingThreadConfig()
                        .withMethodCallThreadCount(THREADS)
                        .connectionConfig()
                        .build();
        ScriptedBluez bluez = new ScriptedBluez(connection);
        connection.exportObject("/", bluez.new Root());
        connection.exportObject("/org/bluez", bluez.new Agents());
        connection.addSigHandler(
                NameOwnerChanged.class,
                signal -> {
                    if (signal.newOwner.isEmpty()) {
                        bluez.left(signal.name);
                    }
                });
        connection.requestBusName(NAME);
        return bluez;
    }

    /** Plugs an adapter in. */
    public ScriptedAdapter plug(String name, boolean powered) throws DBusException {
        String path = "/org/bluez/" + name;
        ScriptedAdapter adapter = new ScriptedAdapter(connection, path, powered);
        connection.exportObject(path, adapter);
        adapters.put(name, adapter);
        Map<DBusPath, Map<String, Map<String, Variant<?>>>> listed = new LinkedHashMap<>();
        adapter.list(listed);
        connection.sendMessage(
                new ObjectManager.InterfacesAdded(
                        "/", new DBusPath(path), listed.get(new DBusPath(path))));
        return adapter;
    }

    /** Plugs it out. */
    public void unplug(String name) throws DBusException {
        String path = "/org/bluez/" + name;
        adapters.remove(name);
        connection.unExportObject(path);
        connection.sendMessage(
                new ObjectManager.InterfacesRemoved(
                        "/", new DBusPath(path), java.util.List.of(Wire.ADAPTER)));
    }

    /** A phone near the adapter of that name. */
    public Central central(String adapter, String address) throws DBusException {
        return new Central(this, connection, adapters.get(adapter), address);
    }

    /** What the agent that is asked can do; empty for nobody. */
    public Optional<String> agentCapability() {
        return agent.map(Agent::capability);
    }

    Optional<Agent> agent() {
        return agent;
    }

    /** Ends as a crash does: the name is gone, and everything that was registered. */
    @Override
    public void close() {
        connection.disconnect();
    }

    private void left(String name) {
        agent = agent.filter(known -> !known.owner().equals(name));
        adapters.values().forEach(adapter -> adapter.left(name));
    }

    /** Lists everything. */
    private final class Root implements ObjectManager {
        @Override
        public String getObjectPath() {
            return "/";
        }

        @Override
        public Map<DBusPath, Map<String, Map<String, Variant<?>>>> GetManagedObjects() {
            Map<DBusPath, Map<String, Map<String, Variant<?>>>> all = new LinkedHashMap<>();
            adapters.values().forEach(adapter -> adapter.list(all));
            return all;
        }
    }

    /** Takes agents. */
    private final class Agents implements Wire.AgentManager1 {
        private volatile Optional<Agent> registered = Optional.empty();

        @Override
        public String getObjectPath() {
            return "/org/bluez";
        }

        @Override
        public void RegisterAgent(DBusPath path, String capability) {
            String owner = AbstractConnection.getCallInfo().getSource();
            registered = Optional.of(new Agent(owner, path.getPath(), capability));
        }

        @Override
        public void UnregisterAgent(DBusPath path) {
            registered.orElseThrow(() -> new DBusExecutionException("DoesNotExist"));
            registered = Optional.empty();
            agent = Optional.empty();
        }

        @Override
        public void RequestDefaultAgent(DBusPath path) {
            agent = registered;
        }
    }
}
