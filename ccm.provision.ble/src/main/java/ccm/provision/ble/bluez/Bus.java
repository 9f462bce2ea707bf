package ccm.provision.ble.bluez;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.freedesktop.dbus.connections.IDisconnectCallback;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus.NameOwnerChanged;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.interfaces.ObjectManager.InterfacesAdded;
import org.freedesktop.dbus.interfaces.ObjectManager.InterfacesRemoved;
import org.freedesktop.dbus.interfaces.Properties.PropertiesChanged;
import org.freedesktop.dbus.messages.Error;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.messages.constants.Flags;
import org.freedesktop.dbus.types.Variant;

/** One connection to a bus: every call has a deadline, and none starts a service. */
final class Bus implements AutoCloseable {
    static final String BLUEZ = "org.bluez";
    private static final String UNIX = "unix:path=";
    private static final String DBUS = "org.freedesktop.DBus";
    private static final String PROPERTIES = "org.freedesktop.DBus.Properties";
    private static final int CONNECT_MILLIS =
            500; // a socket takes a client at once, or is not there
    private static final long LOOK_MILLIS = 200;
    private static final int METHOD_THREADS = 6; // a save of a client may keep one for 4 s

    private final DBusConnection connection;

    private Bus(DBusConnection connection) {
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @param address of the bus
     * @param gone told on a thread of the library when the connection breaks
     */
    static Bus connect(String address, Runnable gone) throws BusException {
        if (address.startsWith(UNIX) && !Files.exists(Path.of(address.substring(UNIX.length())))) {
            throw new BusException("", "there is no " + address); // the library looks for 5 s
        }
        try {
            DBusConnectionBuilder builder = DBusConnectionBuilder.forAddress(address);
            return new Bus(
                    builder.withShared(false)
                            .withDisconnectCallback(new Gone(gone))
                            .receivingThreadConfig()
                            .withMethodCallThreadCount(METHOD_THREADS)
                            .connectionConfig()
                            .transportConfig()
                            .withTimeout(CONNECT_MILLIS)
                            .back()
                            .build());
        } catch (DBusException | DBusExecutionException e) {
            throw new BusException("no connection: " + e.getMessage(), e);
        }
    }

    /** Tells of whatever happens to BlueZ and its objects, on one thread of the library. */
    void watch(
            Consumer<NameOwnerChanged> owner,
            Consumer<PropertiesChanged> changed,
            Runnable comeOrGone)
            throws BusException {
        try {
            connection.addSigHandler(NameOwnerChanged.class, owner::accept);
            connection.addSigHandler(PropertiesChanged.class, changed::accept);
            connection.addSigHandler(InterfacesAdded.class, signal -> comeOrGone.run());
            connection.addSigHandler(InterfacesRemoved.class, signal -> comeOrGone.run());
        } catch (DBusException e) {
            throw new BusException("no signals: " + e.getMessage(), e);
        }
    }

    /** Shows an object to everybody on the bus. */
    void export(String path, DBusInterface object) throws BusException {
        try {
            connection.exportObject(path, object);
        } catch (DBusException e) {
            throw new BusException(path + " cannot be exported: " + e.getMessage(), e);
        }
    }

    /** Tells everybody that a property of an object of ours has another value. */
    void changed(String path, String ofInterface, String property, Variant<?> value) {
        try {
            connection.sendMessage(
                    new PropertiesChanged(
                            path, ofInterface, Map.of(property, value), java.util.List.of()));
        } catch (DBusException | DBusExecutionException e) {
            return; // nobody is there to be told: whoever wants to know asks again
        }
    }

    /** Who owns a name now; empty when nobody does. */
    Optional<String> owner(String name) throws BusException {
        try {
            Object[] found =
                    call(
                            Duration.ofSeconds(5),
                            DBUS,
                            "/org/freedesktop/DBus",
                            DBUS,
                            "GetNameOwner",
                            name);
            return Optional.of(String.valueOf(found[0]));
        } catch (BusException e) {
            if (e.name().endsWith(".NameHasNoOwner")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Calls a method of BlueZ. */
    Object[] bluez(Duration limit, String path, String type, String method, Object... args)
            throws BusException {
        return call(limit, BLUEZ, path, type, method, args);
    }

    /** Sets a property of one of BlueZ's objects. */
    void set(Duration limit, String path, String type, String property, Object value)
            throws BusException {
        call(limit, BLUEZ, path, PROPERTIES, "Set", type, property, new Variant<>(value));
    }

    boolean isConnected() {
        return connection.isConnected();
    }

    @Override
    public void close() {
        connection.disconnect();
    }

    private Object[] call(
            Duration limit, String who, String path, String type, String method, Object... args)
            throws BusException {
        try {
            MethodCall call =
                    connection
                            .getMessageFactory()
                            .createMethodCall(
                                    connection.getUniqueName(),
                                    who,
                                    path,
                                    type,
                                    method,
                                    Flags.NO_AUTO_START,
                                    signature(args),
                                    args);
            connection.sendMessage(call);
            Message answer = reply(call, limit);
            if (answer instanceof Error error) {
                Object[] words = error.getParameters();
                String text = words == null || words.length == 0 ? "" : String.valueOf(words[0]);
                throw new BusException(error.getName(), method + ": " + text);
            }
            if (answer == null && !connection.isConnected()) {
                throw new BusException("", method + ": the bus broke off");
            }
            if (answer == null) {
                throw new BusException(
                        "org.freedesktop.DBus.Error.NoReply",
                        method + " was not answered within " + limit.toSeconds() + " s");
            }
            return answer.getParameters();
        } catch (DBusException | DBusExecutionException e) {
            throw new BusException(method + ": " + e.getMessage(), e);
        }
    }

    /** A call that was under way when the bus broke off is never answered, nor told so. */
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

    private static String signature(Object... args) {
        if (args.length == 0) {
            return null; // the library wants it so
        }
        StringBuilder signature = new StringBuilder();
        for (Object arg : args) {
            signature.append(
                    arg instanceof String
                            ? "s"
                            : arg instanceof Variant ? "v" : arg instanceof Map ? "a{sv}" : "o");
        }
        return signature.toString();
    }

    private record Gone(Runnable told) implements IDisconnectCallback {
        @Override
        public void disconnectOnError(IOException e) {
            told.run();
        }

        @Override
        public void clientDisconnect() {
            told.run();
        }
    }
}
