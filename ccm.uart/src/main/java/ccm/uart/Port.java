package ccm.uart;

import ccm.parts.retry.Backoff;
import ccm.parts.threads.NamedThreads;
import java.io.IOException;
import java.nio.file.Path;
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
    private static final Duration LAST_FRAME = Duration.ofSeconds(1);
    private static final Path SYSFS = Path.of("/sys");

    private final UartSettings settings;
    private final User user;
    private final Outage outage = new Outage(LOG);
    private final Backoff backOff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private final Thread thread;
    private final Levels levels;
    private final LatencyTimer latency;
    private final Lending lending;
    private final byte[] buffer = new byte[READ_BYTES]; // touched by the thread alone
    private volatile Connection connection; // null while the port is not open
    private volatile boolean lent; // the connection is there, but not for frames
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

        /** True when nothing that was begun waits for more bytes. */
        default boolean isBetweenFrames() {
            return true;
        }

        /** The port is lost, closed or lent out. */
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
        this(settings, user, new Levels(), SYSFS);
    }

    Port(UartSettings settings, User user, Levels levels, Path sysfs) {
        this.settings = settings;
        this.user = user;
        this.levels = levels;
        this.latency = new LatencyTimer(sysfs, settings.port());
        this.thread = new NamedThreads(settings.use().threads() + "-reader").newThread(this::run);
        this.lending = new Lending(settings.port(), levels, () -> LockSupport.unpark(thread));
    }

    void open() {
        thread.start();
    }

    @Override
    public void close() {
        // The thread is never interrupted: it may be inside a listener, and so inside a file.
        closing = true;
        lending.end();
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

    /** Writes the last answers and refuses more, which frees who waits to send. */
    private void letGo(LineWriter writer) {
        try {
            writer.finish(new IOException(settings.port() + ": closed"), LAST_WRITES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
    }

    /** Who writes to the port; empty while it is not open, or lent out. */
    Optional<LineWriter> writer() {
        return Optional.ofNullable(connection).filter(open -> !lent).map(Connection::writer);
    }

    /** Why nobody writes to the port. */
    String absence() {
        return settings.port()
                + (lent ? ": lent to " + lending.borrower() : ": not connected")
                + ", frame not sent";
    }

    /** Lends the port out. */
    Lending lending() {
        return lending;
    }

    private void run() {
        try {
            while (!closing) {
                if (connect()) {
                    serve();
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
            startFrames(SerialLine.open(settings, levels));
            lending.open();
            outage.over();
            backOff.reset();
            LOG.info("{}: open at {} baud", settings.port(), settings.baud());
            return true;
        } catch (IOException | RuntimeException e) {
            failed(e);
        } catch (LinkageError e) {
            failed(
                    new IOException(
                            "jSerialComm: its native part cannot be loaded ("
                                    + e
                                    + "). Is the data folder on a disk mounted noexec?",
                            e));
        }
        return false;
    }

    private void startFrames(SerialLine line) {
        LineWriter writer = new LineWriter(line, settings);
        writer.open();
        connection = new Connection(line, writer);
        lent = false;
        user.up();
    }

    private void failed(Exception cause) {
        lending.notOpen(String.valueOf(cause.getMessage()));
        outage.failed(cause);
    }

    /** Takes frames, and lends the line out in between, until it is lost. */
    private void serve() {
        try {
            pump();
            while (!closing) {
                lend();
                pump();
            }
        } catch (IOException e) {
            failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads until the line is wanted for something else. */
    private void pump() throws IOException {
        Connection current = connection;
        SerialLine line = current.line();
        boolean mayStop = settings.flow() == UartSettings.Flow.SOFTWARE;
        while (!closing && !lending.isWanted()) {
            user.check();
            user.turn();
            line.keepLevels();
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
    }

    /** Lends the line to who waits for it; frames flow again when it is back. */
    private void lend() throws IOException, InterruptedException {
        Connection current = connection;
        SerialLine line = current.line();
        RawPort raw = new RawPort(line, settings.port(), levels, lending::giveBack);
        finishFrames(current);
        user.down();
        try {
            hand(raw);
            if (!closing) {
                raw.checkNotLost();
                line.asFrames();
                startFrames(line);
            }
        } finally {
            lending.takenBack();
        }
    }

    private void hand(RawPort raw) throws InterruptedException {
        latency.lower();
        try {
            if (lending.give(raw)) {
                awaitReturn(raw);
            }
        } finally {
            latency.restore();
        }
    }

    private void awaitReturn(RawPort raw) throws InterruptedException {
        String borrower = lending.borrower();
        LOG.info("{}: lent to {}", settings.port(), borrower);
        while (!closing && lending.isLent()) {
            user.turn();
            user.rest(PATIENCE.toNanos());
        }
        if (!raw.isReleased(closing ? LAST_WRITES : PATIENCE) && !closing) {
            raw.lose(borrower + " does not let go of it.");
        }
        LOG.info("{}: back from {}", settings.port(), borrower);
    }

    /** Takes what the host has begun to send, and sends what was begun for it. */
    private void finishFrames(Connection current) throws IOException, InterruptedException {
        SerialLine line = current.line();
        long end = System.nanoTime() + LAST_FRAME.toNanos();
        int count = 1;
        while (count > 0
                && (line.hasInput() || !user.isBetweenFrames())
                && System.nanoTime() - end < 0) {
            count = line.read(buffer);
            user.take(buffer, count);
        }
        lent = true;
        LineWriter writer = current.writer();
        Duration half = lending.patience().dividedBy(2); // the rest is for what follows
        boolean sent = writer.finish(new IOException(absence()), half);
        line.withoutFlowControl(); // this lets a write go that the peer has stopped
        if (!sent) {
            LOG.warn("{}: the host takes nothing, frames for it are lost", settings.port());
            writer.close();
            line.drop();
        }
        if (!writer.ended(LAST_WRITES)) { // opened anew, the line can be lent
            throw new IOException(settings.port() + ": the driver does not let go of a write.");
        }
    }

    private void disconnect() {
        Connection current = connection;
        connection = null;
        if (current == null) {
            return;
        }
        lent = false;
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
        long end = System.nanoTime() + backOff.next().toNanos();
        while (!closing && System.nanoTime() < end) {
            user.turn();
            user.rest(end - System.nanoTime());
        }
    }
}
