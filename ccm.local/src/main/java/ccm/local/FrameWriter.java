package ccm.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Writes whole frames, one at a time, and gives up on a client that takes nothing. */
final class FrameWriter {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final String name;
    private final SocketChannel channel;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile boolean closed;

    /**
     * Makes one.
     *
     * @param channel must not be blocking
     */
    FrameWriter(String name, SocketChannel channel) {
        this.name = name;
        this.channel = channel;
    }

    void write(byte[] frame) throws IOException {
        byte[] line = Arrays.copyOf(frame, frame.length + 1);
        line[frame.length] = '\n';
        long end = System.nanoTime() + LIMIT.toNanos();
        takeTurn();
        try {
            ByteBuffer rest = ByteBuffer.wrap(line);
            channel.write(rest);
            if (rest.hasRemaining()) {
                writeSlowly(rest, end);
            }
        } finally {
            turn.unlock();
        }
    }

    /** Frees who waits to write. */
    void close() {
        closed = true;
    }

    private void writeSlowly(ByteBuffer rest, long end) throws IOException {
        try (Selector writable = Selector.open()) {
            channel.register(writable, SelectionKey.OP_WRITE);
            while (rest.hasRemaining()) {
                long left = end - System.nanoTime();
                if (closed || left <= 0) {
                    throw tookNothing();
                }
                writable.select(Math.min(100, 1 + TimeUnit.NANOSECONDS.toMillis(left)));
                writable.selectedKeys().clear();
                channel.write(rest);
            }
        }
    }

    private void takeTurn() throws IOException {
        try {
            if (!turn.tryLock(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw tookNothing();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(name + ": interrupted while waiting to write", e);
        }
    }

    private IOException tookNothing() {
        return new IOException(
                name
                        + (closed
                                ? ": closed"
                                : ": the client took nothing for " + LIMIT.toSeconds() + " s"));
    }
}
