package ccm.parts.ws;

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
