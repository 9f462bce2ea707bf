package ccm.itest;

import ccm.sim.dbus.bluez.AttException;
import ccm.sim.dbus.bluez.Central;
import ccm.sim.dbus.bluez.ScriptedBluez;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.freedesktop.dbus.exceptions.DBusException;

/** A phone that calls methods over Bluetooth, and connects anew when it has lost the gateway. */
final class BlePhone implements AutoCloseable {
    private static final String ADDRESS = "11:22:33:44:55:66";
    private static final String DATA = "5f6d4f53-5f52-5043-5f64-6174615f5f5f";
    private static final String RECEIVE = "5f6d4f53-5f52-5043-5f72-785f63746c5f";
    private static final String TRANSMIT = "5f6d4f53-5f52-5043-5f74-785f63746c5f";
    private static final int MTU = 185;
    private static final int HEAD = 3;
    private static final int ANSWER_SECONDS = 20;

    private final ScriptedBluez bluez;
    private final String adapter;
    private volatile Optional<Central> central = Optional.empty();

    BlePhone(ScriptedBluez bluez, String adapter) {
        this.bluez = bluez;
        this.adapter = adapter;
    }

    boolean isConnected() {
        return central.filter(Central::isConnected).isPresent();
    }

    void ping() throws Exception {
        String answer = call("{\"id\":1,\"method\":\"RPC.Ping\"}");
        if (!answer.contains("\"result\"")) {
            throw new AssertionError(answer);
        }
    }

    private String call(String frame) throws Exception {
        Central phone = connected();
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        phone.write(TRANSMIT, ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        for (int at = 0; at < bytes.length; at += MTU - HEAD) {
            phone.write(
                    DATA, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + MTU - HEAD)));
        }
        phone.heard(ANSWER_SECONDS).orElseThrow(() -> new AssertionError("no answer"));
        int length = ByteBuffer.wrap(phone.read(RECEIVE)).getInt();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        while (answer.size() < length) {
            byte[] piece = phone.read(DATA);
            if (piece.length == 0) {
                throw new AssertionError("nothing after " + answer.size() + " of " + length);
            }
            answer.writeBytes(piece);
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    private Central connected() throws DBusException, AttException {
        if (!isConnected()) {
            close();
            Central next = bluez.central(adapter, ADDRESS).connect(MTU);
            try {
                next.pair().listen(RECEIVE);
            } catch (DBusException | AttException e) {
                next.close(); // one that is not told of answers is of no use
                throw e;
            }
            central = Optional.of(next);
        }
        return central.orElseThrow();
    }

    @Override
    public void close() throws DBusException {
        if (central.isPresent()) {
            central.get().close();
            central = Optional.empty();
        }
    }
}
