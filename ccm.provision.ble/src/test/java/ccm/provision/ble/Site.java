package ccm.provision.ble;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.sim.dbus.bluez.AttException;
import ccm.sim.dbus.bluez.Central;
import ccm.sim.dbus.bluez.ScriptedAdapter;
import ccm.sim.dbus.bluez.ScriptedBluez;
import ccm.sim.dbus.bus.PrivateBus;
import ccm.testing.Configs;
import ccm.testing.FakeDevice;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.freedesktop.dbus.exceptions.DBusException;
import org.junit.jupiter.api.function.Executable;

/** A channel, a bus with BlueZ and an adapter, and phones near it. */
final class Site implements AutoCloseable {
    static final String PHONE = "11:22:33:44:55:66";
    private static final byte[] NOTHING = {};

    final PrivateBus bus = PrivateBus.start();
    final FakeProvisioning engine = new FakeProvisioning();
    private final Path undo;
    private BleChannel channel;
    private ScriptedBluez bluez;
    private ScriptedAdapter adapter;

    Site(Path undo) throws DBusException {
        this.undo = undo;
        bluez = ScriptedBluez.start(bus.address());
        adapter = bluez.plug("hci0", true);
    }

    /** One that is open. */
    static Site open(Path undo, Object... settings) throws DBusException {
        Site site = new Site(undo);
        site.begin(settings);
        if (!site.channel().isOpen()) {
            site.close();
            throw new AssertionError(site.channel().trouble().orElse("it is not open"));
        }
        return site;
    }

    /** Opens the channel. */
    BleChannel begin(Object... settings) {
        channel = made(bus.address(), settings);
        channel.open();
        return channel;
    }

    BleChannel made(String address, Object... settings) {
        return new BleChannel(
                        undo,
                        address,
                        new FakeDevice("ccm_A1B2C3"),
                        new RpcService(Configs.of(RpcService.Config.class)),
                        new PairingRule(Configs.of(PairingRule.Config.class)),
                        Configs.of(BluetoothSettings.class, settings))
                .with(engine);
    }

    BleChannel channel() {
        return channel;
    }

    ScriptedBluez bluez() {
        return bluez;
    }

    ScriptedAdapter adapter() {
        return adapter;
    }

    /** Ends bluetoothd and starts another one. */
    void restartBluez() throws DBusException {
        bluez.close();
        eventually(() -> assertTrue(!channel.isOpen()));
        bluez = ScriptedBluez.start(bus.address());
        adapter = bluez.plug("hci0", true);
    }

    /** Starts a bus again that was killed, and bluetoothd on it. */
    void restartBus() throws DBusException {
        bluez.close();
        bus.restart();
        bluez = ScriptedBluez.start(bus.address());
        adapter = bluez.plug("hci0", true);
    }

    /** A phone that has paired. */
    Central phone(String address, int mtu) throws DBusException, AttException {
        return bluez.central("hci0", address).connect(mtu).pair();
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.close();
        }
        bluez.close();
        bus.close();
    }

    /** Writes a frame as apps do: its length, then pieces that fit into a packet. */
    static void send(Central phone, int mtu, String frame) throws AttException, DBusException {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        phone.write(Services.RPC_TX_CTL, length(bytes.length));
        for (int at = 0; at < bytes.length; at += mtu - 3) {
            int end = Math.min(bytes.length, at + mtu - 3);
            phone.write(Services.RPC_DATA, java.util.Arrays.copyOfRange(bytes, at, end));
        }
    }

    /** Reads the frame that is there. */
    static String receive(Central phone) throws AttException, DBusException {
        int length = ByteBuffer.wrap(phone.read(Services.RPC_RX_CTL)).getInt();
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        while (frame.size() < length) {
            byte[] piece = phone.read(Services.RPC_DATA);
            assertTrue(piece.length > 0, "nothing after " + frame.size() + " of " + length);
            frame.writeBytes(piece);
        }
        assertEquals(length, frame.size());
        return frame.toString(StandardCharsets.UTF_8);
    }

    static JsonNode call(Central phone, int mtu, String frame) throws AttException, DBusException {
        send(phone, mtu, frame);
        return FakeProvisioning.json(receive(phone));
    }

    static byte[] length(int bytes) {
        return ByteBuffer.allocate(4).putInt(bytes).array();
    }

    static byte[] text(String text) {
        return text.isEmpty() ? NOTHING : text.getBytes(StandardCharsets.UTF_8);
    }

    static void assertRefused(int code, Executable access) {
        AttException refused =
                org.junit.jupiter.api.Assertions.assertThrows(AttException.class, access);
        assertEquals(code, refused.code(), refused.getMessage());
    }
}
