package ccm.mqtt;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the packets that Paho flushes one by one: while more publishes are on their way through
 * Paho, they are held back and written together. Written by Paho's sender alone.
 *
 * <p>Nothing can get stuck: {@link #promise} counts a publish only after Paho has taken it, so
 * while fewer are written than promised, another flush follows.
 */
final class PacketOutput extends OutputStream {
    private static final Logger LOG = LoggerFactory.getLogger(PacketOutput.class);
    private static final int SIZE = 16_384;
    private static final int PUBLISH = 3;

    private final OutputStream to;
    private final CountDownLatch greeted;
    private final byte[] buffer = new byte[SIZE];
    private int count;
    private boolean greeting = true; // until CONNECT is written
    private boolean inPacket;
    private boolean publish;
    private long written; // publishes
    private volatile long promised; // publishes; written under the sender's lock of the connection

    /**
     * Makes one.
     *
     * @param greeted opened by the first packet
     */
    PacketOutput(OutputStream to, CountDownLatch greeted) {
        this.to = to;
        this.greeted = greeted;
    }

    /** One more publish was taken by Paho. Called by one thread at a time. */
    void promise() {
        long more = promised + 1;
        promised = more;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        if (!inPacket && length > 0) {
            inPacket = true;
            greeted.countDown();
            publish = (from[offset] & 0xff) >>> 4 == PUBLISH;
        }
        if (length > SIZE - count) {
            drain();
        }
        if (length > SIZE) {
            to.write(from, offset, length);
            return;
        }
        System.arraycopy(from, offset, buffer, count, length);
        count += length;
    }

    /** The end of a packet. */
    @Override
    public void flush() throws IOException {
        if (inPacket && publish) {
            written++;
        }
        inPacket = false;
        if (written >= promised || count >= SIZE / 2) {
            drain();
            to.flush();
        }
        greeting = false;
    }

    private void drain() throws IOException {
        if (count > 0) {
            int all = count;
            count = 0;
            send(all);
        }
    }

    /** If CONNECT cannot be written the reader knows why: an alert of TLS may wait there. */
    private void send(int all) throws IOException {
        try {
            to.write(buffer, 0, all);
        } catch (IOException e) {
            if (!greeting) {
                throw e;
            }
            LOG.debug("CONNECT was not written", e);
        }
    }
}
