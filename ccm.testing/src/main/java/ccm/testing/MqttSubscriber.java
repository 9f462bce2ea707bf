package ccm.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The smallest MQTT 3.1.1 subscriber that keeps up with a flood: QoS 0, one filter, and nothing
 * dropped of what the broker sent before it died.
 */
public final class MqttSubscriber implements AutoCloseable {
    private static final int CONNECT = 0x10;
    private static final int PUBLISH = 0x30;
    private static final int SUBSCRIBE = 0x82;
    private static final int BUFFER = 1 << 16;

    private final Socket socket;
    private final BiConsumer<String, byte[]> messages;
    private final Thread thread;
    private final CountDownLatch over = new CountDownLatch(1);

    /** Connects and subscribes; when it returns the broker has granted the filter. */
    public MqttSubscriber(int port, String filter, BiConsumer<String, byte[]> messages)
            throws IOException {
        this.messages = messages;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        DataInputStream in =
                new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
        send(
                out,
                CONNECT,
                body -> {
                    body.writeUTF("MQTT");
                    body.writeByte(4);
                    body.writeByte(2); // clean session
                    body.writeShort(0); // no keep-alive
                    body.writeUTF("subscriber-" + System.nanoTime());
                });
        skipPacket(in);
        send(
                out,
                SUBSCRIBE,
                body -> {
                    body.writeShort(1);
                    body.writeUTF(filter);
                    body.writeByte(0);
                });
        skipPacket(in);
        thread = new Thread(() -> receive(in), "ccm-testing-subscriber");
        thread.setDaemon(true);
    }

    /**
     * Hands on messages from now on, on the thread {@code ccm-testing-subscriber}, to the last byte
     * received.
     */
    public void start() {
        thread.start();
    }

    private void receive(DataInputStream in) {
        try {
            while (true) {
                int type = in.readUnsignedByte();
                int length = remainingLength(in);
                byte[] packet = new byte[length];
                in.readFully(packet);
                if ((type & 0xF0) == PUBLISH) {
                    int topic = (packet[0] & 0xFF) << 8 | packet[1] & 0xFF;
                    messages.accept(
                            new String(packet, 2, topic, StandardCharsets.UTF_8),
                            Arrays.copyOfRange(packet, 2 + topic, length));
                }
            }
        } catch (IOException e) {
            over.countDown(); // the broker died or this was closed: all it sent has been handed on
        }
    }

    /** Waits until the connection has ended and everything received was handed on. */
    public void awaitEnd(Duration patience) throws InterruptedException {
        if (!over.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the broker still holds the connection after " + patience);
        }
    }

    private static void skipPacket(DataInputStream in) throws IOException {
        in.readUnsignedByte();
        in.skipNBytes(remainingLength(in));
    }

    private static int remainingLength(DataInputStream in) throws IOException {
        int value = 0;
        int shift = 0;
        int digit;
        do {
            digit = in.readUnsignedByte();
            value |= (digit & 0x7F) << shift;
            shift += 7;
        } while ((digit & 0x80) != 0);
        return value;
    }

    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    private static void send(DataOutputStream out, int type, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.write(new DataOutputStream(bytes));
        out.writeByte(type);
        out.writeByte(bytes.size()); // all of these are shorter than 128 bytes
        out.write(bytes.toByteArray());
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
