package ccm.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection that sends a request and waits for its answer, over HTTP or WebSocket. */
final class WebClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final String BODY =
            "{\"id\":1,\"method\":\"RPC.Ping\",\"params\":{\"x\":\"" + "x".repeat(53) + "\"}}";
    private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_LINE = {'\r', '\n', '\r', '\n'};

    private final Socket socket;
    private final InputStream in;
    private final boolean webSocket;
    private final byte[] request;
    private final byte[] buffer = new byte[1 << 13];
    private int filled;

    WebClient(int port, boolean webSocket) throws IOException {
        this.webSocket = webSocket;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = socket.getInputStream();
        if (webSocket) {
            socket.getOutputStream().write(upgrade());
            skip(head());
            request = frame();
        } else {
            request = post();
        }
    }

    /** Sends one request and takes its whole answer. */
    void ask() throws IOException {
        socket.getOutputStream().write(request);
        if (webSocket) {
            await(2);
            int length = buffer[1] & 0x7f;
            int header = 2;
            if (length == 126) {
                await(4);
                length = (buffer[2] & 0xff) << 8 | buffer[3] & 0xff;
                header = 4;
            }
            skip(header + length);
        } else {
            int head = head();
            skip(head + length(head));
        }
    }

    /** Bytes of the header that comes next. */
    private int head() throws IOException {
        int at = indexOf(EMPTY_LINE, filled);
        while (at < 0) {
            await(filled + 1);
            at = indexOf(EMPTY_LINE, filled);
        }
        return at + EMPTY_LINE.length;
    }

    private int length(int head) throws IOException {
        int at = indexOf(LENGTH, head);
        if (at < 0 || buffer["HTTP/1.1 ".length()] != '2') {
            throw new IOException(new String(buffer, 0, head, StandardCharsets.US_ASCII));
        }
        int length = 0;
        for (int i = at + LENGTH.length; buffer[i] != '\r'; i++) {
            length = 10 * length + buffer[i] - '0';
        }
        return length;
    }

    private int indexOf(byte[] wanted, int end) {
        for (int i = 0; i + wanted.length <= end; i++) {
            int j = 0;
            while (j < wanted.length && lower(buffer[i + j]) == wanted[j]) {
                j++;
            }
            if (j == wanted.length) {
                return i;
            }
        }
        return -1;
    }

    private static int lower(byte character) {
        return character >= 'A' && character <= 'Z' ? character + 'a' - 'A' : character;
    }

    private void await(int count) throws IOException {
        while (filled < count) {
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                throw new IOException("closed");
            }
            filled += read;
        }
    }

    private void skip(int count) throws IOException {
        await(count);
        System.arraycopy(buffer, count, buffer, 0, filled - count);
        filled -= count;
    }

    private static byte[] post() {
        return ("POST /rpc HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                        + "Content-Length: "
                        + BODY.length()
                        + "\r\n\r\n"
                        + BODY)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] upgrade() {
        return ("GET /rpc HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** One text frame, masked with zeros. */
    private static byte[] frame() {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x81);
        frame.write(0x80 | BODY.length()); // under 126
        frame.writeBytes(new byte[4]);
        frame.writeBytes(BODY.getBytes(StandardCharsets.US_ASCII));
        return frame.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
