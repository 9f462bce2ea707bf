package ccm.mqtt;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ThreadLocalRandom;

/** Writes each block as one masked frame, RFC 6455 section 5.2. Safe for use by many threads. */
final class WebSocketOutput extends OutputStream {
    static final int BINARY = 2;
    static final int PONG = 10;
    private static final int LAST = 0x80;
    private static final int MASKED = 0x80;
    private static final int HEADER_LIMIT = 14;
    private static final int SHORT = 125;
    private static final int TWO_OCTETS = 126;
    private static final int EIGHT_OCTETS = 127;

    private final OutputStream to;

    WebSocketOutput(OutputStream to) {
        this.to = to;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        frame(BINARY, from, offset, length);
    }

    @Override
    public void flush() throws IOException {
        to.flush();
    }

    synchronized void frame(int kind, byte[] from, int offset, int length) throws IOException {
        byte[] frame = new byte[HEADER_LIMIT + length];
        frame[0] = (byte) (LAST | kind);
        int at = length(frame, length);
        int mask = ThreadLocalRandom.current().nextInt();
        for (int i = 0; i < 4; i++) {
            frame[at + i] = (byte) (mask >>> 8 * (3 - i));
        }
        int body = at + 4;
        for (int i = 0; i < length; i++) {
            frame[body + i] = (byte) (from[offset + i] ^ frame[at + (i & 3)]);
        }
        to.write(frame, 0, body + length);
    }

    private static int length(byte[] frame, int length) {
        if (length <= SHORT) {
            frame[1] = (byte) (MASKED | length);
            return 2;
        }
        if (length <= 0xffff) {
            frame[1] = (byte) (MASKED | TWO_OCTETS);
            frame[2] = (byte) (length >>> 8);
            frame[3] = (byte) length;
            return 4;
        }
        frame[1] = (byte) (MASKED | EIGHT_OCTETS);
        for (int i = 0; i < 4; i++) { // an int fits in the lower half
            frame[6 + i] = (byte) (length >>> 8 * (3 - i));
        }
        return 10;
    }
}
