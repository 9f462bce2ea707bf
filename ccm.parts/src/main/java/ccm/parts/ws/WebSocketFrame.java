package ccm.parts.ws;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.concurrent.ThreadLocalRandom;

/** One whole frame of a client, RFC 6455 section 5.2: the last of its message, and masked. */
public final class WebSocketFrame {
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int LAST = 0x80;
    private static final int MASKED = 0x80;
    private static final int HEADER_LIMIT = 14;
    private static final int SHORT = 125;
    private static final int TWO_OCTETS = 126;
    private static final int EIGHT_OCTETS = 127;

    private WebSocketFrame() {}

    /** What is written for a message. */
    public static byte[] of(int kind, byte[] content) {
        byte[] header = new byte[HEADER_LIMIT];
        header[0] = (byte) (LAST | kind);
        int body = length(header, content.length) + 4;
        byte[] frame = new byte[body + content.length];
        System.arraycopy(header, 0, frame, 0, body - 4);
        int mask = ThreadLocalRandom.current().nextInt();
        for (int i = 0; i < 4; i++) {
            frame[body - 4 + i] = (byte) (mask >>> 8 * (3 - i));
        }
        for (int i = 0; i < content.length; i++) {
            frame[body + i] = (byte) (content[i] ^ frame[body - 4 + (i & 3)]);
        }
        return frame;
    }

    /**
     * Reads the rest of the length of a server's frame.
     *
     * @param second octet of the frame
     */
    public static long length(InputStream from, int second) throws IOException {
        if ((second & MASKED) != 0) {
            throw new ProtocolException("a masked WebSocket frame from a server");
        }
        int octets = second == EIGHT_OCTETS ? 8 : second == TWO_OCTETS ? 2 : 0;
        long length = octets == 0 ? second : 0;
        for (byte octet : octets(from, octets)) {
            length = length << 8 | octet & 0xff;
        }
        if (length < 0) {
            throw new ProtocolException("a WebSocket frame of an impossible length");
        }
        return length;
    }

    private static byte[] octets(InputStream from, int count) throws IOException {
        byte[] octets = from.readNBytes(count);
        if (octets.length < count) {
            throw new EOFException("in the head of a WebSocket frame");
        }
        return octets;
    }

    private static int length(byte[] header, int length) {
        if (length <= SHORT) {
            header[1] = (byte) (MASKED | length);
            return 2;
        }
        if (length <= 0xffff) {
            header[1] = (byte) (MASKED | TWO_OCTETS);
            header[2] = (byte) (length >>> 8);
            header[3] = (byte) length;
            return 4;
        }
        header[1] = (byte) (MASKED | EIGHT_OCTETS);
        for (int i = 0; i < 4; i++) { // an int fits in the lower half
            header[6 + i] = (byte) (length >>> 8 * (3 - i));
        }
        return 10;
    }
}
