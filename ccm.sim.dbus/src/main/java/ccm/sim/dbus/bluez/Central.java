package ccm.sim.dbus.bluez;

import ccm.sim.dbus.bluez.Remote.Characteristic;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusSigHandler;
import org.freedesktop.dbus.interfaces.Properties.PropertiesChanged;
import org.freedesktop.dbus.messages.Error;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.types.UInt16;
import org.freedesktop.dbus.types.Variant;

/**
 * A phone that uses services of the gateway, as bluetoothd brings it to them: what is not encrypted
 * is refused before the application hears of it, and long reads and writes are put together.
 */
public final class Central implements AutoCloseable {
    private static final int SMALLEST_MTU = 23;
    private static final long PATIENCE_MILLIS = 5_000;

    private final ScriptedBluez bluez;
    private final DBusConnection connection;
    private final ScriptedAdapter adapter;
    private final ScriptedDevice device;
    private final BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
    private final DBusSigHandler<PropertiesChanged> handler = this::changed;
    private volatile String listening = "";
    private volatile int mtu = SMALLEST_MTU;

    Central(ScriptedBluez bluez, DBusConnection connection, ScriptedAdapter adapter, String address)
            throws DBusException {
        this.bluez = bluez;
        this.connection = connection;
        this.adapter = adapter;
        this.device = adapter.device(address);
        connection.addSigHandler(PropertiesChanged.class, handler);
    }

    /** Connects, and agrees on a size. */
    public Central connect(int size) {
        mtu = size;
        device.change("Connected", true);
        return this;
    }

    /** Pairs without a number, when that is allowed. */
    public Central pair() throws DBusException, AttException {
        ScriptedBluez.Agent agent =
                bluez.agent()
                        .filter(known -> adapter.pairable())
                        .orElseThrow(
                                () ->
                                        new AttException(
                                                AttException.AUTHENTICATION, "pairing is refused"));
        connection
                .getRemoteObject(agent.owner(), agent.path(), Wire.Agent1.class, false)
                .RequestAuthorization(new DBusPath(device.getObjectPath()));
        device.change("Paired", true);
        return this;
    }

    /** Goes away; what it was in the middle of ends. */
    @Override
    public void close() throws DBusException {
        device.change("Connected", false);
        connection.removeSigHandler(PropertiesChanged.class, handler);
    }

    /** True while the other side has not ended the connection. */
    public boolean isConnected() {
        return device.is("Connected");
    }

    /** Asks to be told of a value. */
    public Central listen(String uuid) throws AttException {
        listening = characteristic(uuid).path();
        return this;
    }

    /** What it was told next; empty when that takes longer than so many seconds. */
    public Optional<byte[]> heard(int seconds) throws InterruptedException {
        return Optional.ofNullable(heard.poll(seconds, TimeUnit.SECONDS));
    }

    /** Reads a value, all of it: a full packet is followed by a question for the rest. */
    public byte[] read(String uuid) throws AttException, DBusException {
        Characteristic found = characteristic(uuid);
        check(found, "read", AttException.READ_NOT_PERMITTED);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part;
        do {
            Map<String, Variant<?>> options = options(all.size());
            Object[] answer =
                    call(found, AttException.READ_NOT_PERMITTED, "ReadValue", "a{sv}", options);
            byte[] given = bytes(answer[0]);
            part = given.length < mtu ? given : Arrays.copyOf(given, mtu - 1);
            all.writeBytes(part);
        } while (part.length == mtu - 1);
        return all.toByteArray();
    }

    /** Writes a value; one that is longer than a packet is put together before. */
    public void write(String uuid, byte[] value) throws AttException, DBusException {
        if (value.length > mtu - 3) {
            Map<String, Variant<?>> question = options(0);
            question.put("prepare-authorize", new Variant<>(true));
            write(uuid, new byte[0], question);
        }
        write(uuid, value, options(0));
    }

    /** Writes a piece of a long value, as some versions pass it on. */
    public void write(String uuid, byte[] piece, int offset) throws AttException, DBusException {
        write(uuid, piece, options(offset));
    }

    private void write(String uuid, byte[] value, Map<String, Variant<?>> options)
            throws AttException, DBusException {
        Characteristic found = characteristic(uuid);
        check(found, "write", AttException.WRITE_NOT_PERMITTED);
        call(found, AttException.WRITE_NOT_PERMITTED, "WriteValue", "aya{sv}", value, options);
    }

    private Map<String, Variant<?>> options(int offset) {
        Map<String, Variant<?>> options = new HashMap<>();
        options.put("device", new Variant<>(new DBusPath(device.getObjectPath())));
        options.put("mtu", new Variant<>(new UInt16(mtu)));
        options.put("link", new Variant<>("LE"));
        options.put("type", new Variant<>("request"));
        if (offset > 0) {
            options.put("offset", new Variant<>(new UInt16(offset)));
        }
        return options;
    }

    /** Asks the application; bluetoothd gives up after 5 s. */
    private Object[] call(
            Characteristic found, int notPermitted, String method, String signature, Object... args)
            throws AttException, DBusException {
        MethodCall call =
                connection
                        .getMessageFactory()
                        .createMethodCall(
                                connection.getUniqueName(),
                                adapter.application().orElseThrow().owner(),
                                found.path(),
                                Wire.CHARACTERISTIC,
                                method,
                                (byte) 0,
                                signature,
                                args);
        connection.sendMessage(call);
        Message answer = call.getReply(PATIENCE_MILLIS);
        if (answer == null) {
            throw new AttException(AttException.UNLIKELY, "the application does not answer");
        }
        if (answer instanceof Error error) {
            Object[] words = error.getParameters();
            throw AttException.of(error.getName(), String.valueOf(words[0]), notPermitted);
        }
        return answer.getParameters();
    }

    private Characteristic characteristic(String uuid) throws AttException {
        return adapter.application()
                .filter(known -> isConnected() && adapter.powered())
                .flatMap(known -> known.characteristic(uuid))
                .orElseThrow(
                        () -> new AttException(AttException.INVALID_HANDLE, "there is no " + uuid));
    }

    private void check(Characteristic found, String access, int notPermitted) throws AttException {
        if (!found.has(access)) {
            throw new AttException(notPermitted, "no " + access);
        }
        if (found.has("encrypt-authenticated-" + access)) {
            throw new AttException(AttException.AUTHENTICATION, "Just Works is not enough");
        }
        if (found.has("encrypt-" + access) && !device.is("Paired")) {
            throw new AttException(AttException.ENCRYPTION, "not paired");
        }
    }

    private void changed(PropertiesChanged signal) {
        boolean ours =
                adapter.application()
                        .filter(known -> known.owner().equals(signal.getSource()))
                        .isPresent();
        Variant<?> value = signal.getPropertiesChanged().get("Value");
        if (ours && value != null && signal.getPath().equals(listening)) {
            heard.add(bytes(value.getValue()));
        }
    }

    /** The library gives an array of bytes, or a list when it was not told the type. */
    private static byte[] bytes(Object value) {
        if (value instanceof byte[] array) {
            return array;
        }
        List<?> list = (List<?>) value;
        byte[] all = new byte[list.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = ((Number) list.get(i)).byteValue();
        }
        return all;
    }
}
