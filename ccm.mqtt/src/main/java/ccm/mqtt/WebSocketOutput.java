package ccm.mqtt;

import ccm.parts.ws.WebSocketFrame;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Writes each block as one frame. Safe for use by many threads. */
final class WebSocketOutput extends OutputStream {
    private final OutputStream to;

    WebSocketOutput(OutputStream to) {
        this.to = to;
    }

    @Override
    public void write(int octet) throws IOException {
        frame(WebSocketFrame.BINARY, new byte[] {(byte) octet});
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        frame(WebSocketFrame.BINARY, Arrays.copyOfRange(from, offset, offset + length));
    }

    @Override
    public void flush() throws IOException {
        to.flush();
    }

    synchronized void frame(int kind, byte[] content) throws IOException {
        to.write(WebSocketFrame.of(kind, content));
    }
}
