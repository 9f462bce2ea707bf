package ccm.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The tool over a WebSocket, with the origin and the sub-protocol that it always names. */
final class MosWebSocket implements MosTransport {
    private static final int PATIENCE = 30_000;
    private static final int TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int SHORT = 126;
    private static final byte[] MASK = {1, 2, 3, 4};

    private final Socket socket;
    private final DataInputStream in;

    MosWebSocket(URI address) throws IOException {
        this(address, address.getAuthority());
    }

    /** One that calls the gateway by another name. */
    MosWebSocket(URI address, String host) throws IOException {
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(PATIENCE);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        String head =
                MosTransport.recorded("ws-upgrade").replace("${host}", host).replace("\n", "\r\n");
        socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        String status = MosHttp.line(in);
        assertTrue(status, status.startsWith("HTTP/1.1 101 "));
        for (String line = MosHttp.line(in); !line.isEmpty(); line = MosHttp.line(in)) {
            String lower = line.toLowerCase(Locale.ROOT);
            assertTrue(
                    line,
                    !lower.startsWith("sec-websocket-protocol")
                            || lower.endsWith(" clubby.cesanta.com"));
        }
    }

    @Override
    public String src() {
        return "mos";
    }

    @Override
    public String call(String frame) throws IOException {
        byte[] bytes = (frame + "\n").getBytes(StandardCharsets.UTF_8);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeByte(TEXT);
        if (bytes.length < SHORT) {
            out.writeByte(MASKED | bytes.length);
        } else {
            out.writeByte(MASKED | SHORT);
            out.writeShort(bytes.length);
        }
        out.write(MASK);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= MASK[i % MASK.length];
        }
        out.write(bytes);
        return read();
    }

    private String read() throws IOException {
        int type = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == SHORT) {
            length = in.readUnsignedShort();
        } else if (length > SHORT) {
            length = (int) in.readLong();
        }
        String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        assertEquals("text, whole", TEXT, type);
        return text;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
