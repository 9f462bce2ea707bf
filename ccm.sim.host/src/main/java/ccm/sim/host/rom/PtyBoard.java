package ccm.sim.host.rom;

import ccm.parts.threads.NamedThreads;
import ccm.sim.host.PtyLine;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A board's line on a pseudo-terminal, and as slow as the real one if wanted. One thread takes what
 * comes and answers for the loader; another writes what the application says.
 */
public final class PtyBoard implements AutoCloseable, SimBoard.Wire {
    private static final Logger LOG = LoggerFactory.getLogger(PtyBoard.class);
    private static final int READ_BYTES = 4096;
    private static final int QUEUED = 1024;
    private static final long PIECE_NANOS = 8_000_000; // longer answers are written in pieces
    private static final long MOST_LATE_NANOS = 5_000_000;
    private static final long LOOK_MILLIS = 100;
    private static final long PATIENCE_MILLIS = 2000;

    private final SimBoard board;
    private final PtyLine line;
    private final double slowness;
    private final int fixedBaud;
    private final Deque<Answer> answers = new ArrayDeque<>(); // guarded by board
    private final BlockingQueue<byte[]> said = new ArrayBlockingQueue<>(QUEUED);
    private final Thread reader = new NamedThreads("ccm-sim-board-reader").newThread(this::read);
    private final Thread writer = new NamedThreads("ccm-sim-board-writer").newThread(this::write);
    private long arrived; // when the last byte had arrived; guarded by board
    private long left; // when the last byte of an answer will have left; guarded by board
    private long late; // how late the last answer really left; the reader's alone
    private volatile boolean closing;

    /**
     * An answer of the loader.
     *
     * @param start when its first byte begins to leave
     * @param each nanoseconds for a byte
     */
    private record Answer(byte[] bytes, long start, long each) {}

    /**
     * Makes one; {@link #open} starts it.
     *
     * @param slowness 1 for the times of real parts, 0 for no waiting at all
     * @param baud the rate of the line; 0 to ask the terminal
     */
    public PtyBoard(SimBoard board, PtyLine line, double slowness, int baud) {
        this.board = board;
        this.line = line;
        this.slowness = slowness;
        this.fixedBaud = baud;
    }

    /** Starts. */
    public void open() {
        board.lineIs(fixedBaud == 0 ? line.baud() : fixedBaud, Optional.empty());
        board.wire(this);
        reader.start();
        writer.start();
    }

    /** Nothing that is said from now on waits for a reader. */
    void abandon() {
        closing = true;
    }

    @Override
    public void close() throws IOException {
        closing = true;
        writer.interrupt();
        LockSupport.unpark(reader);
        line.close();
        try {
            reader.join(PATIENCE_MILLIS);
            writer.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void send(byte[] bytes, long after, long each) {
        long start = Math.max(arrived, left) + (long) (after * slowness);
        long paced = (long) (each * slowness);
        left = start + bytes.length * paced;
        answers.add(new Answer(bytes, start, paced));
    }

    @Override
    public void say(byte[] bytes) {
        try {
            boolean taken = said.offer(bytes);
            while (!taken && !closing && !Thread.holdsLock(board)) { // with it, they are lost
                taken = said.offer(bytes, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void drop() {
        answers.clear();
        said.clear();
    }

    private void read() {
        byte[] buffer = new byte[READ_BYTES];
        try {
            int count = line.read(buffer);
            while (count >= 0) {
                take(buffer, count);
                count = line.read(buffer);
            }
        } catch (IOException e) {
            complain(e);
        }
    }

    /** Our own lateness is taken off, so that it does not add up from one answer to the next. */
    private void take(byte[] bytes, int count) throws IOException {
        long now = System.nanoTime() - late;
        late = 0;
        board.lineIs(fixedBaud == 0 ? line.baud() : fixedBaud, Optional.empty());
        int from = 0;
        while (from < count) {
            boolean loader = board.mode() == SimBoard.Mode.LOADER;
            int piece = loader ? 1 : count - from;
            synchronized (board) {
                long each = (long) (board.byteNanos() * slowness);
                arrived = Math.max(arrived, now) + (loader ? each : 0);
                board.receive(bytes, from, piece);
            }
            from += piece;
            answer();
        }
    }

    private void answer() throws IOException {
        while (true) {
            Answer next;
            synchronized (board) {
                if (answers.isEmpty()) {
                    return;
                }
                next = answers.peek();
            }
            int pieces = (int) (next.bytes().length * next.each() / PIECE_NANOS) + 1;
            int most = (next.bytes().length + pieces - 1) / pieces;
            for (int from = 0; from < next.bytes().length; from += most) {
                int to = Math.min(next.bytes().length, from + most);
                if (!awaitTurn(next, next.start() + to * next.each())) {
                    break;
                }
                line.write(Arrays.copyOfRange(next.bytes(), from, to));
            }
            synchronized (board) {
                answers.remove(next);
            }
        }
    }

    /** Waits; false when the host was reset meanwhile, so that the rest never leaves. */
    private boolean awaitTurn(Answer answer, long due) {
        long wait = due - System.nanoTime();
        while (slowness > 0 && wait > 0 && !closing) {
            LockSupport.parkNanos(this, wait);
            wait = due - System.nanoTime();
        }
        late = slowness > 0 ? Math.min(MOST_LATE_NANOS, -wait) : 0;
        synchronized (board) {
            return answers.peek() == answer && !closing;
        }
    }

    private void write() {
        try {
            while (!closing) {
                line.write(said.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (IOException e) {
            complain(e);
        }
    }

    private void complain(IOException e) {
        if (!closing) {
            LOG.warn("simulated board: {}", e.getMessage());
        }
    }
}
