package ccm.parts.dbus;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.freedesktop.dbus.connections.IDisconnectCallback;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.interfaces.Properties.PropertiesChanged;
import org.freedesktop.dbus.matchrules.DBusMatchRuleBuilder;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.messages.Error;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.messages.constants.Flags;
import org.freedesktop.dbus.types.Variant;

/**
 * A connection to a bus. Calls are messages and no proxies, so that each has a deadline of its own
 * and nothing is looked up by class names among the class loaders of bundles; none starts a
 * service.
 */
public final class Bus implements AutoCloseable {
    /** The interface for properties of all objects. */
    public static final String PROPERTIES = "org.freedesktop.DBus.Properties";

    /** Its one signal, for those who listen. */
    public static final String PROPERTIES_CHANGED = "PropertiesChanged";

    private static final String DAEMON = "org.freedesktop.DBus";
    private static final String DAEMON_PATH = "/org/freedesktop/DBus";
    private static final Duration QUICK = Duration.ofSeconds(5);
    private static final int CONNECT_MILLIS = 1_000; // a socket takes a client at once, or never
    private static final long LOOK_MILLIS = 200;

    private final DBusConnection connection;

    private Bus(DBusConnection connection) {
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @param threads of the library that call the objects that are exported
     * @param lost called once by a thread of the library when the connection breaks
     */
    static Bus connect(String address, int threads, Runnable lost) throws BusException {
        Optional<String> missing = BusAddress.missing(address);
        if (missing.isPresent()) {
            throw new BusException(
                    BusException.NO_REPLY, "no D-Bus: " + missing.get() + " is not there");
        }
        try {
            return new Bus(
                    DBusConnectionBuilder.forAddress(address)
                            .withShared(false)
                            .withDisconnectCallback(new Lost(lost))
                            .receivingThreadConfig()
                            .withMethodCallThreadCount(threads)
                            .connectionConfig()
                            .transportConfig()
                            .withTimeout(CONNECT_MILLIS)
                            .back()
                            .build());
        } catch (DBusException | DBusExecutionException e) {
            throw new BusException(
                    BusException.NO_REPLY, "no D-Bus: " + address + " does not let us in", e);
        }
    }

    /**
     * Calls a method and gives what it answered, in plain types: text, {@link Number}, {@link
     * Boolean}, bytes, lists and maps; variants are unpacked, paths are text.
     *
     * @param signature of the arguments; empty for none
     */
    public Object[] call(
            Duration limit,
            String service,
            String path,
            String type,
            String name,
            String signature,
            Object... arguments)
            throws BusException {
        String what = name + " of " + service;
        try {
            MethodCall call =
                    connection
                            .getMessageFactory()
                            .createMethodCall(
                                    null,
                                    service,
                                    path,
                                    type,
                                    name,
                                    Flags.NO_AUTO_START,
                                    signature.isEmpty() ? null : signature,
                                    arguments);
            connection.sendMessage(call);
            Message answer = reply(call, limit);
            if (answer instanceof Error error && !isOwn(error.getName())) {
                throw new BusException(error.getName(), what + ": " + words(error));
            }
            if (answer instanceof Error || answer == null && !connection.isConnected()) {
                throw new BusException(BusException.NO_REPLY, what + ": the bus broke off");
            }
            if (answer == null) {
                throw new BusException(BusException.NO_REPLY, what + " was not answered in time");
            }
            return Plain.of(answer.getParameters());
        } catch (DBusException | DBusExecutionException e) {
            throw new BusException(BusException.NO_REPLY, what + ": not sent", e);
        }
    }

    /** A property; fails when the object or the property is not there. */
    public Object get(String service, String path, String type, String name) throws BusException {
        return call(QUICK, service, path, PROPERTIES, "Get", "ss", type, name)[0];
    }

    /** Sets a property, to a variant. */
    public void set(String service, String path, String type, String name, Object value)
            throws BusException {
        set(QUICK, service, path, type, name, value);
    }

    /** The same for what may take longer, or not as long. */
    public void set(
            Duration limit, String service, String path, String type, String name, Object value)
            throws BusException {
        call(limit, service, path, PROPERTIES, "Set", "ssv", type, name, value);
    }

    /** All properties of an interface. */
    @SuppressWarnings("unchecked") // a{sv} by the specification of D-Bus
    public Map<String, Object> all(String service, String path, String type) throws BusException {
        return (Map<String, Object>) call(QUICK, service, path, PROPERTIES, "GetAll", "s", type)[0];
    }

    /** The unique name of who has this one; empty for nobody. */
    public String owner(String name) throws BusException {
        try {
            return String.valueOf(
                    call(QUICK, DAEMON, DAEMON_PATH, DAEMON, "GetNameOwner", "s", name)[0]);
        } catch (BusException e) {
            if (e.name().endsWith(".NameHasNoOwner")) {
                return "";
            }
            throw e;
        }
    }

    /**
     * Hears a signal from now on; called by one thread of the library, which must not wait.
     *
     * @param path of the object that it comes from; empty for any
     */
    public void listen(String path, String type, String name, Consumer<Signal> listener)
            throws BusException {
        DBusMatchRuleBuilder rule =
                DBusMatchRuleBuilder.create()
                        .withType("signal")
                        .withInterface(type)
                        .withMember(name);
        if (!path.isEmpty()) {
            rule.withPath(path);
        }
        try {
            connection.addGenericSigHandler(rule.build(), signal -> hand(signal, listener));
        } catch (DBusException | DBusExecutionException e) {
            throw new BusException(BusException.NO_REPLY, name + ": cannot be listened to", e);
        }
    }

    /** Hears of names that come and go: the name is the first value. */
    public void listenToNames(Consumer<Signal> listener) throws BusException {
        listen(DAEMON_PATH, DAEMON, "NameOwnerChanged", listener);
    }

    /** Shows an object to everybody on the bus. */
    public void export(String path, DBusInterface object) throws BusException {
        try {
            connection.exportObject(path, object);
        } catch (DBusException | DBusExecutionException e) {
            throw new BusException(BusException.NO_REPLY, path + ": cannot be exported", e);
        }
    }

    /** Tells everybody that a property of an object of ours has another value. */
    public void changed(String path, String type, String property, Variant<?> value) {
        try {
            connection.sendMessage(
                    new PropertiesChanged(path, type, Map.of(property, value), List.of()));
        } catch (DBusException | DBusExecutionException e) {
            return; // nobody is there to be told: whoever wants to know asks again
        }
    }

    /** False as soon as it is known that the connection broke. */
    public boolean isConnected() {
        return connection.isConnected();
    }

    @Override
    public void close() {
        connection.disconnect();
    }

    /** True for the name of a class: the library's own error, for calls that break off. */
    private static boolean isOwn(String name) {
        return name.startsWith("org.freedesktop.dbus.exceptions.") || name.startsWith("java.");
    }

    /** A call that was under way when the bus broke off may never be answered, nor told so. */
    private Message reply(MethodCall call, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        Message answer = call.getReply(LOOK_MILLIS);
        while (answer == null
                && connection.isConnected()
                && System.nanoTime() < end
                && !Thread.currentThread().isInterrupted()) {
            answer = call.getReply(LOOK_MILLIS);
        }
        return answer;
    }

    private static void hand(DBusSignal signal, Consumer<Signal> listener) {
        listener.accept(
                new Signal(
                        signal.getSource(),
                        signal.getPath(),
                        signal.getInterface(),
                        signal.getName(),
                        values(signal)));
    }

    private static Object[] values(DBusSignal signal) {
        try {
            return Plain.of(signal.getParameters());
        } catch (DBusException e) {
            return new Object[0]; // not as its interface has it: nothing we could understand
        }
    }

    private static String words(Error error) {
        try {
            Object[] values = error.getParameters();
            return values == null
                    ? ""
                    : Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(" "));
        } catch (DBusException e) {
            return "";
        }
    }

    private record Lost(Runnable lost) implements IDisconnectCallback {
        @Override
        public void disconnectOnError(IOException cause) {
            lost.run();
        }

        @Override
        public void clientDisconnect() {
            lost.run();
        }
    }
}
