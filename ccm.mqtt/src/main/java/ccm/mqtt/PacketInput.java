package ccm.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Buffers what Paho reads byte by byte: one system call for many packets. For one thread.
 *
 * <p>Nothing is read before CONNECT was written. If its receiver met the end of the connection
 * before Paho has started all its threads, one of them would wait for it for ever.
 */
final class PacketInput extends InputStream {
    private static final int SIZE = 8_192;

    private final InputStream from;
    private final CountDownLatch greeted;
    private final byte[] buffer = new byte[SIZE];
    private int next;
    private int end;

    /**
     * Makes one.
     *
     * @param greeted opens when CONNECT is written
     */
    PacketInput(InputStream from, CountDownLatch greeted) {
        this.from = from;
        this.greeted = greeted;
    }

    @Override
    public int read() throws IOException {
        return next < end || fill() ? buffer[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (next == end && !fill()) {
            return -1;
        }
        int count = Math.min(length, end - next);
        System.arraycopy(buffer, next, into, offset, count);
        next += count;
        return count;
    }

    /** What is buffered: Paho asks before each packet, which would cost a system call. */
    @Override
    public int available() {
        return end - next;
    }

    private boolean fill() throws IOException {
        awaitGreeting();
        next = 0;
        end = Math.max(0, from.read(buffer, 0, SIZE));
        return end > 0;
    }

    private void awaitGreeting() throws IOException {
        try {
            if (greeted.getCount() > 0 && !greeted.await(Wire.GREETING_SECONDS, TimeUnit.SECONDS)) {
                throw new SocketTimeoutException("CONNECT was not sent");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
