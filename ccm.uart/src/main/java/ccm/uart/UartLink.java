package ccm.uart;

import ccm.api.link.FrameLink;
import ccm.api.link.FrameListener;
import ccm.api.rpc.RpcPeer;
import ccm.parts.frames.LineFramer;
import ccm.parts.threads.NamedThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's UART: one JSON frame a line, in both directions. Its thread opens the port, reads it,
 * and opens it again when it comes back.
 */
final class UartLink implements FrameLink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UartLink.class);
    private static final int READ_BYTES = 4096; // the most that the kernel gives at a time
    private static final Duration LAST_WRITES = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final UartSettings settings;
    private final RpcPeer peer;
    private final Delivery delivery;
    private final LineFramer framer;
    private final Outage outage;
    private final BackOff backOff = new BackOff();
    private final Thread thread = new NamedThreads("ccm-uart-reader").newThread(this::run);
    private volatile Connection connection; // null while the port is not open
    private volatile boolean closing;

    /** The open port and who writes to it: they come and go together. */
    private record Connection(SerialLine line, LineWriter writer) {
        void close() {
            line.close();
            writer.close();
        }
    }

    /**
     * Makes one.
     *
     * @param listener gives nobody while the listening bundle is being swapped
     */
    UartLink(UartSettings settings, Supplier<Optional<FrameListener>> listener) {
        this.settings = settings;
        this.peer = RpcPeer.host(settings.port());
        this.delivery = new Delivery(this, listener);
        this.framer = new LineFramer(settings.frameLimit(), delivery);
        this.outage = new Outage(LOG);
    }

    void open() {
        if (settings.hasPort()) {
            thread.start();
        } else {
            LOG.info("no host link: host.rpc.uart.port is empty. Set it to the host's device.");
        }
    }

    @Override
    public void close() {
        // The thread is never interrupted: it may be inside a listener, and so inside a file.
        closing = true;
        LockSupport.unpark(thread);
        Connection current = connection;
        if (current != null) {
            letGo(current.writer());
        }
        try {
            thread.join(PATIENCE.toMillis());
            if (thread.isAlive()) {
                LOG.warn(
                        "{}: a frame is still being worked on, its answer is lost", peer.address());
                if (current != null) {
                    current.close();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes the last answers, then refuses more, which frees who waits to send. */
    private static void letGo(LineWriter writer) {
        try {
            writer.drain(LAST_WRITES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
    }

    @Override
    public RpcPeer peer() {
        return peer;
    }

    @Override
    public boolean isUp() {
        return connection != null;
    }

    @Override
    public void send(byte[] frame) throws IOException {
        Connection current = connection; // read once: the port may go between two reads
        if (current == null) {
            throw new IOException(peer.address() + ": not connected, frame not sent");
        }
        current.writer().send(frame);
    }

    private void run() {
        try {
            while (!closing) {
                if (connect()) {
                    pump();
                    disconnect();
                } else {
                    pause();
                }
            }
        } finally {
            disconnect();
            delivery.end();
        }
    }

    private boolean connect() {
        try {
            SerialLine line = SerialLine.open(settings);
            LineWriter writer = new LineWriter(line, peer.address(), settings.writeLimit());
            writer.open();
            connection = new Connection(line, writer);
            delivery.up();
            outage.over();
            backOff.reset();
            LOG.info("{}: open at {} baud", peer.address(), settings.baud());
            return true;
        } catch (IOException | RuntimeException e) {
            outage.failed(e);
        } catch (LinkageError e) {
            outage.failed(
                    new IOException(
                            "jSerialComm: its native part cannot be loaded ("
                                    + e
                                    + "). Is the data folder on a disk mounted noexec?",
                            e));
        }
        return false;
    }

    private void pump() {
        byte[] buffer = new byte[READ_BYTES];
        SerialLine line = connection.line();
        try {
            while (!closing) {
                delivery.offer();
                if (delivery.mayRead(line)) {
                    framer.accept(buffer, 0, line.read(buffer));
                } else {
                    delivery.rest(0);
                }
            }
        } catch (IOException e) {
            outage.failed(e);
        }
    }

    private void disconnect() {
        Connection current = connection;
        connection = null;
        if (current == null) {
            return;
        }
        current.close(); // at once: until then the library reports the loss over and over
        framer.reset();
        delivery.down();
        try {
            if (!current.writer().ended(PATIENCE)) {
                LOG.warn("{}: the driver does not let go of a write", peer.address());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits before the next try to open, and hands on meanwhile what was read before. */
    private void pause() {
        long end = System.nanoTime() + backOff.nextNanos();
        while (!closing && System.nanoTime() < end) {
            delivery.offer();
            delivery.rest(end - System.nanoTime());
        }
    }
}
