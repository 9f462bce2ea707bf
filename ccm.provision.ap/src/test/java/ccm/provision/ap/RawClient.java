package ccm.provision.ap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection on which a test types HTTP byte by byte. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final String LENGTH = "content-length: ";

    private final Socket socket;
    private final InputStream in;

    RawClient(int port) throws IOException {
        this(port, "127.0.0.1");
    }

    /** From another address of this machine. */
    RawClient(int port, String from) throws IOException {
        socket =
                new Socket(
                        InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = socket.getInputStream();
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** One answer with its header, up to the length that it names. */
    String answer() throws IOException {
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
    boolean closed() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true; // reset
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
