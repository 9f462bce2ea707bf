package ccm.uart;

import ccm.parts.threads.NamedThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serial port that is kept open: its thread opens it, reads it, and opens it again when it comes
 * back.
 */
final class Port implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Port.class);
    private static final int READ_BYTES = 4096; // the most that the kernel gives at a time
    private static final Duration LAST_WRITES = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final UartSettings settings;
    private final User user;
    private final Outage outage = new Outage(LOG);
    private final BackOff backOff = new BackOff();
    private final Thread thread;
    private volatile Connection connection; // null while the port is not open
    private volatile boolean closing;

    /** Whose port it is. Used by the port's thread alone. */
    interface User {
        /** Throws when the port must not be opened, or kept open: names the reason. */
        default void check() throws IOException {}

        /** The port is open. */
        void up();

        /** Between two reads, and while the port is away: does what is due. */
        void turn();

        /** True when the line should be read now. */
        boolean mayRead(SerialLine line);

        /** Takes what was read, perhaps nothing. */
        void take(byte[] bytes, int count);

        /** Waits until something is due, for so long at most. */
        void rest(long nanos);

        /** The port is lost or closed. */
        void down();

        /** Nothing follows any more. */
        void end();
    }

    /** The open port and who writes to it: they come and go together. */
    private record Connection(SerialLine line, LineWriter writer) {
        void close() {
            line.close();
            writer.close();
        }
    }

    Port(UartSettings settings, User user) {
        this.settings = settings;
        this.user = user;
        this.thread = new NamedThreads(settings.use().threads() + "-reader").newThread(this::run);
    }

    void open() {
        thread.start();
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
                        "{}: a frame is still being worked on, its answer is lost",
                        settings.port());
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

    /** Who writes to the port; empty while it is not open. */
    Optional<LineWriter> writer() {
        return Optional.ofNullable(connection).map(Connection::writer);
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
            user.end();
        }
    }

    private boolean connect() {
        try {
            user.check();
            SerialLine line = SerialLine.open(settings);
            LineWriter writer = new LineWriter(line, settings);
            writer.open();
            connection = new Connection(line, writer);
            user.up();
            outage.over();
            backOff.reset();
            LOG.info("{}: open at {} baud", settings.port(), settings.baud());
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
        Connection current = connection;
        SerialLine line = current.line();
        boolean mayStop = settings.flow() == UartSettings.Flow.SOFTWARE;
        try {
            while (!closing) {
                user.check();
                user.turn();
                if (mayStop && current.writer().stuck()) {
                    LOG.debug("{}: XOFF came, and no XON in time", settings.port());
                    line.restart();
                }
                if (user.mayRead(line)) {
                    user.take(buffer, line.read(buffer));
                } else {
                    user.rest(0);
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
        user.down();
        try {
            if (!current.writer().ended(PATIENCE)) {
                LOG.warn("{}: the driver does not let go of a write", settings.port());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits before the next try to open; what was read before is worked on meanwhile. */
    private void pause() {
        long end = System.nanoTime() + backOff.nextNanos();
        while (!closing && System.nanoTime() < end) {
            user.turn();
            user.rest(end - System.nanoTime());
        }
    }
}
