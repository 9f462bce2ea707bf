package ccm.board.linux.wifi;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.freedesktop.dbus.connections.IDisconnectCallback;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.matchrules.DBusMatchRuleBuilder;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.messages.Error;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;

/**
 * A connection to the system's bus; alone knows the library, together with {@link Values}. Calls
 * are messages and no proxies, so that each has a deadline of its own and nothing is looked up by
 * class names among the class loaders of bundles.
 */
final class Bus implements AutoCloseable {
    private static final String DAEMON = "org.freedesktop.DBus";
    private static final String DAEMON_PATH = "/org/freedesktop/DBus";
    private static final String PROPERTIES = "org.freedesktop.DBus.Properties";
    private static final Duration QUICK = Duration.ofSeconds(5);
    private static final int CONNECT_MILLIS = 1_000;

    private final DBusConnection connection;

    /** A signal as it came. */
    record Signal(String sender, String path, String type, String name, Object[] values) {
        /** A number among the values. */
        int number(int index) {
            return values.length > index && values[index] instanceof Number number
                    ? number.intValue()
                    : 0;
        }

        /** A text among the values, a path for example. */
        String text(int index) {
            return values.length > index ? String.valueOf(values[index]) : "";
        }
    }

    private Bus(DBusConnection connection) {
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @param lost called once by a thread of the library when the connection breaks
     */
    static Bus connect(String address, Runnable lost) throws BusException {
        try {
            return new Bus(
                    DBusConnectionBuilder.forAddress(address)
                            .withShared(false)
                            .withDisconnectCallback(new Lost(lost))
                            .transportConfig()
                            .withTimeout(CONNECT_MILLIS)
                            .back()
                            .build());
        } catch (DBusException | DBusExecutionException e) {
            throw new BusException(BusException.NO_REPLY, address + ": no bus", e);
        }
    }

    /** Calls a method and gives what it answered, in plain types; see {@link Values}. */
    Object[] call(
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
                                    (byte) 0,
                                    signature.isEmpty() ? null : signature,
                                    arguments);
            connection.sendMessage(call);
            Message answer = call.getReply(Math.max(1, limit.toMillis()));
            if (answer == null) {
                throw new BusException(BusException.NO_REPLY, what + ": no answer in time");
            }
            if (answer instanceof Error error) {
                throw refused(what, error);
            }
            return Values.plain(answer.getParameters());
        } catch (DBusException | DBusExecutionException e) {
            throw new BusException(BusException.NO_REPLY, what + ": not sent", e);
        }
    }

    /** A property; fails when the object or the property is not there. */
    Object get(String service, String path, String type, String name) throws BusException {
        return call(QUICK, service, path, PROPERTIES, "Get", "ss", type, name)[0];
    }

    void set(String service, String path, String type, String name, Object value)
            throws BusException {
        call(QUICK, service, path, PROPERTIES, "Set", "ssv", type, name, value);
    }

    /** All properties of an interface. */
    @SuppressWarnings("unchecked") // a{sv} by the specification of D-Bus
    Map<String, Object> all(String service, String path, String type) throws BusException {
        return (Map<String, Object>) call(QUICK, service, path, PROPERTIES, "GetAll", "s", type)[0];
    }

    /** The unique name of who has this one; empty for nobody. */
    String owner(String name) throws BusException {
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

    /** Hears a signal from now on; called by one thread of the library, which must not wait. */
    void listen(String path, String type, String name, Consumer<Signal> listener)
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

    /** Hears of names that come and go. */
    void listenToNames(Consumer<Signal> listener) throws BusException {
        listen(DAEMON_PATH, DAEMON, "NameOwnerChanged", listener);
    }

    boolean isConnected() {
        return connection.isConnected();
    }

    @Override
    public void close() {
        connection.disconnect();
    }

    private static void hand(DBusSignal signal, Consumer<Signal> listener) {
        try {
            listener.accept(
                    new Signal(
                            signal.getSource(),
                            signal.getPath(),
                            signal.getInterface(),
                            signal.getName(),
                            Values.plain(signal.getParameters())));
        } catch (DBusException e) {
            // not as the specification of the interface has it: nothing we could understand
            listener.accept(
                    new Signal(
                            signal.getSource(),
                            signal.getPath(),
                            signal.getInterface(),
                            signal.getName(),
                            new Object[0]));
        }
    }

    private static BusException refused(String what, Error error) {
        String words;
        try {
            Object[] values = error.getParameters();
            words = values == null ? "" : String.join(" ", texts(Arrays.asList(values)));
        } catch (DBusException e) {
            words = "";
        }
        return new BusException(error.getName(), what + ": " + words);
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(String::valueOf).toList();
    }

    /** Tells once that the connection is gone, whatever ended it. */
    private record Lost(Runnable lost) implements IDisconnectCallback {
        @Override
        public void disconnectOnError(java.io.IOException cause) {
            lost.run();
        }
    }
}
