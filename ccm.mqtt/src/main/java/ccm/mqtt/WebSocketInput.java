package ccm.mqtt;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** Reads what is inside the frames of a server, and answers its pings. For one thread. */
final class WebSocketInput extends InputStream {
    private static final int CONTROL_LIMIT = 125;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int CONTROL = 8;

    private final InputStream from;
    private final WebSocketOutput pongs;
    private long left; // of the frame being read

    WebSocketInput(InputStream from, WebSocketOutput pongs) {
        this.from = from;
        this.pongs = pongs;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (left == 0) {
            if (!nextFrame()) {
                return -1;
            }
        }
        int count = from.read(into, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("in a WebSocket frame");
        }
        left -= count;
        return count;
    }

    /** Returns false at the end of the stream, or when the server closes. */
    private boolean nextFrame() throws IOException {
        int first = from.read();
        if (first < 0) {
            return false;
        }
        int kind = first & 0x0f;
        long length = length(octet());
        if (kind < CONTROL) {
            left = length;
            return true;
        }
        if (length > CONTROL_LIMIT) {
            throw new ProtocolException("a WebSocket control frame of " + length + " octets");
        }
        byte[] content = from.readNBytes((int) length);
        if (kind == PING) {
            pongs.frame(WebSocketOutput.PONG, content, 0, content.length);
            pongs.flush();
        }
        return kind != CLOSE;
    }

    private long length(int second) throws IOException {
        if ((second & 0x80) != 0) {
            throw new ProtocolException("a masked WebSocket frame from a server");
        }
        int octets = second == 127 ? 8 : second == 126 ? 2 : 0;
        long length = octets == 0 ? second : 0;
        for (int i = 0; i < octets; i++) {
            length = length << 8 | octet();
        }
        if (length < 0) {
            throw new ProtocolException("a WebSocket frame of an impossible length");
        }
        return length;
    }

    private int octet() throws IOException {
        int octet = from.read();
        if (octet < 0) {
            throw new EOFException("in the head of a WebSocket frame");
        }
        return octet;
    }
}
