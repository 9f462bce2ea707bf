package ccm.parts.ws;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** Reads the messages of a server, put together from their frames. For one thread. */
public final class WebSocketMessages {
    private static final int LAST = 0x80;
    private static final int RESERVED = 0x70;
    private static final int CONTROL = 8;
    private static final int CONTROL_LIMIT = 125;

    private final InputStream from;
    private final int limit;

    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private int kind; // of the message that is being put together; 0 for none

    /**
     * Makes one.
     *
     * @param limit bytes of the longest message that is taken
     */
    public WebSocketMessages(InputStream from, int limit) {
        this.from = from;
        this.limit = limit;
    }

    /**
     * A message.
     *
     * @param kind as in {@link WebSocketFrame}: text, binary, or one of the control frames
     */
    public record Message(int kind, byte[] content) {
        /** The code of a close frame, RFC 6455 section 7.4; 1005 when it says none. */
        public int closeCode() {
            return content.length < 2 ? 1005 : (content[0] & 0xff) << 8 | content[1] & 0xff;
        }
    }

    /**
     * Waits for the next one. Control frames come between the parts of others.
     *
     * @throws TooLongException the message is longer than the limit; none of it was kept
     * @throws EOFException the stream has ended
     */
    public Message next() throws IOException {
        while (true) {
            int first = octet();
            int is = first & 0x0f;
            long length = WebSocketFrame.length(from, octet());
            check(first, is, length);
            if (is >= CONTROL) {
                return new Message(is, content((int) length));
            }
            if (parts.size() + length > limit) {
                throw new TooLongException(parts.size() + length, limit);
            }
            if (is != 0) {
                kind = is;
            }
            parts.writeBytes(content((int) length));
            if ((first & LAST) != 0) {
                Message whole = new Message(kind, parts.toByteArray());
                parts.reset();
                kind = 0;
                return whole;
            }
        }
    }

    private void check(int first, int is, long length) throws ProtocolException {
        if ((first & RESERVED) != 0
                || is > WebSocketFrame.PONG
                || is > WebSocketFrame.BINARY && is < CONTROL) {
            throw new ProtocolException("a WebSocket frame of an unknown kind");
        }
        if (is >= CONTROL && (length > CONTROL_LIMIT || (first & LAST) == 0)) {
            throw new ProtocolException("a WebSocket control frame of " + length + " octets");
        }
        if (is < CONTROL && (is == 0) != (kind != 0)) {
            throw new ProtocolException("parts of WebSocket messages are mixed up");
        }
    }

    private byte[] content(int length) throws IOException {
        byte[] content = from.readNBytes(length);
        if (content.length < length) {
            throw new EOFException("in a WebSocket frame");
        }
        return content;
    }

    private int octet() throws IOException {
        int octet = from.read();
        if (octet < 0) {
            throw new EOFException("between two WebSocket frames");
        }
        return octet;
    }
}
