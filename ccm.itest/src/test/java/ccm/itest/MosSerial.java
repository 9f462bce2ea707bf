package ccm.itest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.Assert.assertEquals;

import ccm.sim.host.PtyLine;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;

/**
 * The tool on a serial port: a handshake before each frame, 16 bytes at a time, quotes and a
 * checksum around everything; what is no frame it would print as console text.
 */
final class MosSerial implements MosTransport {
    private static final String QUOTES = "\"\"\"";
    private static final String HERE = "\u0004";
    private static final int CHUNK = 16;
    private static final int CHECKSUM = 8;
    private static final long CHUNK_NANOS = 5_000_000;
    private static final long HANDSHAKE_NANOS = 200_000_000;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final PtyLine line;
    private final StringBuilder unread = new StringBuilder(); // guarded by itself
    private final Thread reader = new Thread(this::read, "ccm-itest-mos-serial");

    MosSerial(PtyLine line) {
        this.line = line;
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public String src() {
        return "mos";
    }

    @Override
    public String call(String frame) throws IOException {
        shakeHands();
        byte[] bytes =
                (QUOTES + "\n" + QUOTES + frame + checksum(frame) + QUOTES + "\n")
                        .getBytes(ISO_8859_1);
        for (int from = 0; from < bytes.length; from += CHUNK) {
            line.write(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + CHUNK)));
            LockSupport.parkNanos(CHUNK_NANOS);
        }
        String answer = next(PATIENCE_NANOS);
        while (answer.equals(HERE)) { // of a handshake that was sent twice
            answer = next(PATIENCE_NANOS);
        }
        String json = answer.substring(0, answer.lastIndexOf('}') + 1);
        assertEquals(json + checksum(json), answer);
        return json;
    }

    private void shakeHands() throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end) {
            line.write((QUOTES + HERE + QUOTES + "\n\n").getBytes(ISO_8859_1));
            if (next(HANDSHAKE_NANOS).equals(HERE)) {
                return;
            }
        }
        throw new IOException("no answer to the handshake");
    }

    /** The next frame between quotes; empty when none came in time. */
    private String next(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            synchronized (unread) {
                int start = unread.indexOf(QUOTES);
                int close = start < 0 ? -1 : unread.indexOf(QUOTES, start + QUOTES.length());
                if (close >= 0) {
                    String frame = unread.substring(start + QUOTES.length(), close);
                    assertEquals("console text", "", unread.substring(0, start).strip());
                    unread.delete(0, close + QUOTES.length());
                    return frame;
                }
            }
            LockSupport.parkNanos(1_000_000);
        }
        return "";
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(ISO_8859_1));
        return String.format("%0" + CHECKSUM + "x", crc.getValue());
    }

    private void read() {
        byte[] buffer = new byte[4096];
        try {
            for (int count = line.read(buffer); count >= 0; count = line.read(buffer)) {
                synchronized (unread) {
                    unread.append(new String(buffer, 0, count, ISO_8859_1));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
