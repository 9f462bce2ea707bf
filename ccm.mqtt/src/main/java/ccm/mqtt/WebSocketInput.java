package ccm.mqtt;

import ccm.parts.ws.WebSocketFrame;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** Reads what is inside the frames of a server, and answers its pings. For one thread. */
final class WebSocketInput extends InputStream {
    private static final int CONTROL_LIMIT = 125;
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
        long length = WebSocketFrame.length(from, octet());
        if (kind < CONTROL) {
            left = length;
            return true;
        }
        if (length > CONTROL_LIMIT) {
            throw new ProtocolException("a WebSocket control frame of " + length + " octets");
        }
        byte[] content = from.readNBytes((int) length);
        if (kind == WebSocketFrame.PING) {
            pongs.frame(WebSocketFrame.PONG, content);
            pongs.flush();
        }
        return kind != WebSocketFrame.CLOSE;
    }

    private int octet() throws IOException {
        int octet = from.read();
        if (octet < 0) {
            throw new EOFException("in the head of a WebSocket frame");
        }
        return octet;
    }
}
