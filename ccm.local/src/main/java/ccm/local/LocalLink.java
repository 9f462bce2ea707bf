package ccm.local;

import ccm.api.link.FrameLink;
import ccm.api.link.FrameListener;
import ccm.api.rpc.RpcPeer;
import ccm.parts.frames.LineFramer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection. Its own thread reads it and waits with a frame that nobody can take just
 * now; meanwhile the client's writes fill the socket and then wait too.
 */
final class LocalLink implements FrameLink, LineFramer.Sink, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalLink.class);
    private static final int READ_BYTES = 8192;
    private static final long OFFER_AGAIN_NANOS = 20_000_000;
    private static final long LAST_ANSWERS_NANOS = Duration.ofSeconds(2).toNanos();
    private static final String ID = "\"id\"";

    private final RpcPeer peer;
    private final SocketChannel channel;
    private final Selector readable;
    private final FrameWriter writer;
    private final LineFramer framer;
    private final Supplier<Optional<FrameListener>> listener;
    private final AtomicInteger unanswered = new AtomicInteger();
    private FrameListener told; // the one that knows this link; only the reading thread touches it
    private volatile boolean closed;

    /**
     * Makes one.
     *
     * @param listener gives nobody while the listening bundle is being swapped
     */
    LocalLink(
            String name,
            SocketChannel channel,
            int frameLimit,
            Supplier<Optional<FrameListener>> listener)
            throws IOException {
        this.peer = RpcPeer.local(name);
        this.channel = channel;
        this.listener = listener;
        this.framer = new LineFramer(frameLimit, this);
        this.writer = new FrameWriter(name, channel);
        try {
            channel.configureBlocking(false); // so that a write can have a time limit
            readable = Selector.open();
            channel.register(readable, SelectionKey.OP_READ);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public RpcPeer peer() {
        return peer;
    }

    @Override
    public boolean isUp() {
        return !closed;
    }

    @Override
    public void send(byte[] frame) throws IOException {
        try {
            writer.write(frame);
            unanswered.decrementAndGet();
        } catch (IOException e) {
            close(); // half a frame may be out: nothing after it would be understood
            throw e;
        }
    }

    /** Reads until the client or {@link #close} ends it. */
    @Override
    public void run() {
        try {
            tell();
            read();
            awaitLastAnswers();
        } catch (ClosedChannelException e) {
            LOG.debug("{}: closed", peer.address());
        } catch (IOException e) {
            LOG.debug("{}: lost ({})", peer.address(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("{}: given up, its handling failed", peer.address(), e);
        } finally {
            close();
            release();
        }
    }

    /** Lets the reading thread look for a new listener. */
    void wake() {
        readable.wakeup();
    }

    /** Ends the connection; {@link #run} returns soon. */
    void close() {
        closed = true;
        readable.wakeup();
        writer.close();
    }

    @Override
    public void line(byte[] line) {
        if (new String(line, StandardCharsets.ISO_8859_1).contains(ID)) {
            unanswered.incrementAndGet();
        }
        while (!closed && !offered(line)) {
            LockSupport.parkNanos(OFFER_AGAIN_NANOS);
        }
    }

    @Override
    public void overlong(int limit) {
        tell().ifPresent(
                        current ->
                                current.onGarbage(
                                        this, "line of more than " + limit + " bytes skipped"));
    }

    private void read() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
        while (!closed) {
            readable.select();
            readable.selectedKeys().clear();
            tell();
            int count = closed ? 0 : channel.read(buffer.clear());
            if (count < 0) {
                return;
            }
            framer.accept(buffer.array(), 0, count);
        }
    }

    /** A client may end its side first and still read: {@code echo '{…}' | socat - UNIX:…}. */
    private void awaitLastAnswers() {
        long end = System.nanoTime() + LAST_ANSWERS_NANOS;
        while (!closed && unanswered.get() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(OFFER_AGAIN_NANOS);
        }
    }

    private boolean offered(byte[] frame) {
        Optional<FrameListener> current = tell();
        try {
            return current.isPresent() && current.get().onFrame(this, frame);
        } catch (RuntimeException e) {
            LOG.error("{}: a frame is lost, its handling failed", peer.address(), e);
            return true;
        }
    }

    /** The listener of this moment, which knows now that this link is up. */
    private Optional<FrameListener> tell() {
        Optional<FrameListener> current = listener.get();
        if (current.isPresent() && current.get() != told) {
            told = current.get();
            told.onUp(this);
        }
        return current;
    }

    private void release() {
        if (told != null) {
            told.onDown(this);
        }
        try {
            readable.close();
            channel.close();
        } catch (IOException e) {
            LOG.debug("{}: {}", peer.address(), e.getMessage());
        }
    }
}
