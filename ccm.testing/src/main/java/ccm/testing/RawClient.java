package ccm.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection on which a test types HTTP and WebSocket frames byte by byte. */
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final String LOCAL = "127.0.0.1";
    private static final String LENGTH = "content-length: ";
    private static final byte[] MASK = {1, 2, 3, 4};

    private final Socket socket;
    private final InputStream in;

    public RawClient(int port) throws IOException {
        this(port, LOCAL);
    }

    /** From another address of this machine. */
    public RawClient(int port, String from) throws IOException {
        socket = new Socket(InetAddress.getByName(LOCAL), port, InetAddress.getByName(from), 0);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = socket.getInputStream();
    }

    /** Types a text. */
    public RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** One answer with its header, up to the length that it names. */
    public String answer() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                throw new EOFException("closed after: " + head);
            }
            head.append((char) read);
        }
        int at = head.toString().toLowerCase(Locale.ROOT).indexOf(LENGTH);
        int length = 0;
        if (at >= 0) {
            String rest = head.substring(at + LENGTH.length());
            length = Integer.parseInt(rest.substring(0, rest.indexOf('\r')));
        }
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** True when the other side ends the connection before the patience ends. */
    public boolean closed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true; // reset
        }
    }

    /** A frame of RFC 6455 as a client sends it. */
    public RawClient frame(int opcode, boolean last, byte[] payload) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((last ? 0x80 : 0) | opcode);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else {
            out.write(0x80 | 126);
            out.write(payload.length >>> 8);
            out.write(payload.length);
        }
        out.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ MASK[i % MASK.length]);
        }
        socket.getOutputStream().write(out.toByteArray());
        return this;
    }

    /** A whole message of text. */
    public RawClient text(String message) throws IOException {
        return frame(1, true, message.getBytes(StandardCharsets.UTF_8));
    }

    /** The next frame from the server: its opcode, a space and its payload. */
    public String next() throws IOException {
        int opcode = read() & 0x0f;
        int length = read();
        if (length == 126) {
            length = read() << 8 | read();
        }
        byte[] payload = in.readNBytes(length);
        return opcode
                + " "
                + (opcode == 8
                        ? (payload[0] & 0xff) << 8 | payload[1] & 0xff
                        : new String(payload, StandardCharsets.UTF_8));
    }

    private int read() throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException("closed");
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
