package ccm.board.linux.wifi;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ccm.board.linux.NativePart;
import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;

/** A socket of the kernel's generic netlink, for one question after the other. */
final class Netlink implements AutoCloseable {
    // a library of our own and not the one of GPIO, which is closed when nobody needs that
    private static final Map<String, Object> OWN =
            Map.of(Library.OPTION_STRING_ENCODING, US_ASCII.name());

    private static final int FAMILY = 16;
    private static final int RAW_CLOSE_ON_EXEC = 3 | 0x80000;
    private static final int GENERIC = 16;
    private static final int REQUEST_AND_ACK = 1 | 4;
    private static final short ERROR = 2;
    private static final int HEADER = 16;
    private static final int GENERIC_HEADER = 4;
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int ALIGNMENT = 4;
    private static final int TYPE_OFFSET = 4;
    private static final int ANSWER_BYTES = 32_768;
    private static final int PATIENCE_MILLIS = 2_000;
    private static final short POLLIN = 1;
    private static final int POLLFD = 8;
    private static final int TYPE_MASK = 0x3fff;

    private final C c;
    private final int fd;
    private int sequence;

    /** What is needed of the C library. */
    interface C extends Library {
        int socket(int family, int type, int protocol) throws LastErrorException;

        int close(int fd) throws LastErrorException;

        NativeLong send(int fd, byte[] from, NativeLong count, int flags) throws LastErrorException;

        NativeLong recv(int fd, byte[] into, NativeLong count, int flags) throws LastErrorException;

        int poll(byte[] fds, NativeLong count, int millis) throws LastErrorException;
    }

    Netlink(Path data) throws IOException {
        NativePart.load(data);
        c = Native.load("c", C.class, OWN);
        try {
            fd = c.socket(FAMILY, RAW_CLOSE_ON_EXEC, GENERIC);
        } catch (LastErrorException e) {
            letGo();
            throw new IOException("no netlink (error " + e.getErrorCode() + ")", e);
        }
    }

    /** Asks, and waits until it is acknowledged: what came before, empty for nothing. */
    byte[] ask(int type, int command, byte[] attributes) throws IOException {
        ByteBuffer message = buffer(new byte[HEADER + GENERIC_HEADER + attributes.length]);
        message.putInt(message.capacity());
        message.putShort((short) type);
        message.putShort((short) REQUEST_AND_ACK);
        message.putInt(++sequence);
        message.putInt(0);
        message.put((byte) command);
        message.put((byte) 1);
        message.putShort((short) 0);
        message.put(attributes);
        try {
            c.send(fd, message.array(), new NativeLong(message.capacity()), 0);
            return answer();
        } catch (LastErrorException e) {
            throw new IOException("netlink: error " + e.getErrorCode(), e);
        }
    }

    private byte[] answer() throws IOException {
        byte[] answer = new byte[0];
        while (true) {
            ByteBuffer got = receive();
            while (got.remaining() >= HEADER) {
                int start = got.position();
                int length = Math.max(HEADER, got.getInt(start));
                short type = got.getShort(start + TYPE_OFFSET);
                if (type == ERROR) {
                    int error = -got.getInt(start + HEADER);
                    if (error != 0) {
                        throw new IOException("refused by the kernel (error " + error + ")");
                    }
                    return answer;
                }
                int body = start + HEADER + GENERIC_HEADER;
                int end = Math.min(start + length, got.limit());
                answer = new byte[Math.max(0, end - body)];
                System.arraycopy(got.array(), body, answer, 0, answer.length);
                got.position(Math.min(got.limit(), start + aligned(length)));
            }
        }
    }

    private ByteBuffer receive() throws IOException {
        ByteBuffer wait = buffer(new byte[POLLFD]);
        wait.putInt(fd).putShort(POLLIN);
        if (c.poll(wait.array(), new NativeLong(1), PATIENCE_MILLIS) == 0) {
            throw new IOException("netlink: no answer");
        }
        byte[] bytes = new byte[ANSWER_BYTES];
        int count = c.recv(fd, bytes, new NativeLong(bytes.length), 0).intValue();
        return buffer(bytes).limit(count);
    }

    @Override
    public void close() {
        try {
            c.close(fd);
        } catch (LastErrorException e) {
            // the descriptor is gone whatever the kernel says
        }
        letGo();
    }

    private static void letGo() {
        NativeLibrary.getInstance("c", OWN).close();
    }

    // --- attributes -----------------------------------------------------------------------------

    static byte[] attributes(byte[]... all) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] one : all) {
            bytes.writeBytes(one);
        }
        return bytes.toByteArray();
    }

    static byte[] attribute(int type, byte[] value) {
        int length = ATTRIBUTE_HEADER + value.length;
        return buffer(new byte[aligned(length)])
                .putShort((short) length)
                .putShort((short) type)
                .put(value)
                .array();
    }

    static byte[] number(int value) {
        return buffer(new byte[Integer.BYTES]).putInt(value).array();
    }

    /** With the byte at its end that C wants. */
    static byte[] text(String value) {
        return (value + "\0").getBytes(US_ASCII);
    }

    /** The value of an attribute. */
    static byte[] find(byte[] attributes, int type) throws IOException {
        ByteBuffer all = buffer(attributes);
        while (all.remaining() >= ATTRIBUTE_HEADER) {
            int start = all.position();
            int length = Short.toUnsignedInt(all.getShort(start));
            if (length < ATTRIBUTE_HEADER || start + length > all.limit()) {
                break;
            }
            if ((all.getShort(start + Short.BYTES) & TYPE_MASK) == type) {
                byte[] value = new byte[length - ATTRIBUTE_HEADER];
                all.get(start + ATTRIBUTE_HEADER, value);
                return value;
            }
            all.position(Math.min(all.limit(), start + aligned(length)));
        }
        throw new IOException("netlink: no attribute " + type + " in the answer");
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    private static int aligned(int length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
