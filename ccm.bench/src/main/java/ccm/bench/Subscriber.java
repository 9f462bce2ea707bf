package ccm.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The smallest MQTT 3.1.1 subscriber that can keep up: QoS 0, one topic filter. It hands on
 * payloads with nothing else in the way, so that what is measured is the publisher.
 */
final class Subscriber implements AutoCloseable {
    private static final int CONNECT = 0x10;
    private static final int PUBLISH = 0x30;
    private static final int SUBSCRIBE = 0x82;
    private static final int BUFFER = 1 << 16;

    private final Socket socket;
    private final Consumer<byte[]> payloads;
    private final Thread thread;

    Subscriber(int port, String filter, Consumer<byte[]> payloads) throws IOException {
        this.payloads = payloads;
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
                    body.writeUTF("bench-subscriber");
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
        thread = new Thread(() -> receive(in), "ccm-bench-subscriber");
        thread.setDaemon(true);
    }

    /** Hands on payloads from now on. */
    void start() {
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
                    payloads.accept(java.util.Arrays.copyOfRange(packet, 2 + topic, length));
                }
            }
        } catch (EOFException e) {
            // the broker is gone: the run is over
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new IllegalStateException(
                        "subscriber: connection lost in the middle of a run", e);
            }
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

    static String text(byte[] payload) {
        return new String(payload, StandardCharsets.ISO_8859_1);
    }
}
