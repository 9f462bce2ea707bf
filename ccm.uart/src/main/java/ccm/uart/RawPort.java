package ccm.uart;

import ccm.api.link.RawLine;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The line in the hands of its borrower, whose thread reads and writes the port itself. */
final class RawPort implements RawLine {
    private static final int CHARACTER_BITS = 11; // start, 8 data, parity, stop
    private static final int BUFFER = 64; // characters that an adapter keeps to itself
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK = TimeUnit.MICROSECONDS.toNanos(200);

    private final SerialLine line;
    private final String name;
    private final Levels levels;
    private final Consumer<RawPort> giveBack;
    // held while the line is touched, so that it is not taken back in the middle of something
    private final ReentrantLock use = new ReentrantLock();
    private volatile String ended = ""; // why the line cannot be used; empty while it can
    private volatile Optional<IOException> lost = Optional.empty(); // why, if it was
    private long written; // when bytes were last written; guarded by use
    private int length; // of that; guarded by use

    /** Something that is done with the line. */
    private interface Work {
        int run() throws IOException;
    }

    /**
     * Makes one.
     *
     * @param giveBack tells the port's thread that the borrower is done
     */
    RawPort(SerialLine line, String name, Levels levels, Consumer<RawPort> giveBack) {
        this.line = line;
        this.name = name;
        this.levels = levels;
        this.giveBack = giveBack;
    }

    @Override
    public void configure(int baud, Parity parity) throws IOException {
        use.lock();
        try {
            working(this::drain);
            check();
            line.configure(baud, parity);
            working(this::discard);
        } finally {
            use.unlock();
        }
    }

    @Override
    public int baud() {
        return line.baud();
    }

    @Override
    public int read(byte[] into, int offset, int count, Duration deadline) throws IOException {
        return working(() -> await(into, offset, count, deadline.toNanos()));
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        working(
                () -> {
                    line.write(bytes, offset, count);
                    written = System.nanoTime();
                    length = count;
                    return count;
                });
    }

    @Override
    public void discardInput() throws IOException {
        working(this::discard);
    }

    @Override
    public void rts(boolean asserted) throws IOException {
        output("RTS", working(() -> line.rts(asserted) ? 1 : 0) == 1);
        levels.rts(asserted);
    }

    @Override
    public void dtr(boolean asserted) throws IOException {
        output("DTR", working(() -> line.dtr(asserted) ? 1 : 0) == 1);
        levels.dtr(asserted);
    }

    @Override
    public void close() {
        end("given back, it cannot be used any more");
        giveBack.accept(this);
    }

    /** Ends what the borrower does with the line, and all that it may try. */
    synchronized void end(String why) {
        if (ended.isEmpty()) {
            ended = why;
        }
    }

    /** Waits, for so long at most, until the borrower's thread has let go of the line. */
    boolean isReleased(Duration patience) throws InterruptedException {
        if (use.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            use.unlock();
            return true;
        }
        return false;
    }

    /** The line has to be opened anew. */
    void lose(String why) {
        lost = Optional.of(new IOException(name + ": " + why));
    }

    /**
     * Only after the line was released.
     *
     * @throws IOException the line was lost in the hands of the borrower
     */
    void checkNotLost() throws IOException {
        if (lost.isPresent()) {
            throw lost.get();
        }
    }

    private int working(Work work) throws IOException {
        use.lock();
        try {
            check();
            return work.run();
        } catch (IOException e) {
            if (ended.isEmpty()) {
                lost = Optional.of(e);
                end("lost while it was lent. Was it unplugged?");
                giveBack.accept(this); // the port's thread looks for the device from now on
            }
            throw e;
        } finally {
            use.unlock();
        }
    }

    private void check() throws IOException {
        String why = ended;
        if (!why.isEmpty()) {
            throw new IOException(name + ": " + why);
        }
    }

    /** Each read ends by itself after a moment; only then is looked at the clock. */
    private int await(byte[] into, int offset, int count, long nanos) throws IOException {
        if (nanos <= 0 && !line.hasInput()) {
            return 0;
        }
        long end = System.nanoTime() + nanos;
        do {
            int got = line.read(into, offset, count);
            if (got > 0) {
                return got;
            }
            check();
        } while (System.nanoTime() - end < 0);
        return 0;
    }

    private int discard() throws IOException {
        byte[] dropped = new byte[256];
        long end = System.nanoTime() + SECOND; // a peer may never stop
        int count = 0;
        while (line.hasInput() && System.nanoTime() - end < 0) {
            count += line.read(dropped);
        }
        return count;
    }

    private int drain() throws IOException {
        long character = SECOND * CHARACTER_BITS / line.baud();
        long end = System.nanoTime() + SECOND + 2 * character * length;
        while (line.hasOutput()) {
            check();
            if (System.nanoTime() - end > 0) {
                throw new IOException(name + ": its driver does not send. Is the adapter well?");
            }
            LockSupport.parkNanos(LOOK);
        }
        long empty = written + Math.min(length, BUFFER) * character;
        for (long left = empty - System.nanoTime(); length > 0 && left > 0; ) {
            LockSupport.parkNanos(left);
            left = empty - System.nanoTime();
        }
        length = 0;
        return 0;
    }

    private void output(String which, boolean driven) throws IOException {
        if (!driven) {
            throw new IOException(
                    name
                            + ": cannot drive "
                            + which
                            + ", it has no such output (a pseudo-terminal has none) or is gone."
                            + " Wire the pin to a GPIO line, or use an adapter that leads "
                            + which
                            + " out.");
        }
    }
}
