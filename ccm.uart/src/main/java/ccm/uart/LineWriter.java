package ccm.uart;

import ccm.parts.threads.NamedThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes frames to one open line on a thread of its own, because a write to a peer that takes
 * nothing never returns. Frames that come meanwhile go out together in the next write.
 */
final class LineWriter implements AutoCloseable {
    private static final int ROOM = 16 * 1024; // bytes under way: more would only be delay
    private static final int PIECE = 2048; // bytes a write: what the kernel takes in one go
    private static final long IDLE_SECONDS = 5;

    private final SerialLine line;
    private final String name;
    private final Duration limit;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Condition room = lock.newCondition();
    private byte[] waiting = new byte[ROOM]; // guarded by lock
    private int length; // of waiting, guarded by lock
    private boolean writing; // guarded by lock
    private volatile long progress = System.nanoTime(); // when the peer last took some
    private IOException refusal; // guarded by lock: why no more frames are taken
    private boolean over; // guarded by lock: nothing more is written either
    private byte[] spare = new byte[ROOM]; // what the thread writes from

    LineWriter(SerialLine line, UartSettings settings) {
        this.line = line;
        this.name = settings.port();
        this.limit = settings.writeLimit();
        this.thread = new NamedThreads(settings.use().threads() + "-writer").newThread(this::run);
    }

    void open() {
        thread.start();
    }

    /** Takes a frame to be written, with a line end behind it; waits while there is no room. */
    void send(byte[] frame) throws IOException {
        lock.lock();
        try {
            awaitRoom();
            append(frame, frame.length + 1);
            waiting[length - 1] = '\n';
            more.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes bytes to be written as they are; false when there is no room for them, or no line. */
    boolean offer(byte[] bytes) {
        lock.lock();
        try {
            if (refusal != null || length >= ROOM) {
                return false;
            }
            append(bytes, bytes.length);
            more.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** True once whenever the peer has taken nothing of a write for the limit. */
    boolean stuck() {
        lock.lock();
        try {
            boolean stuck = writing && System.nanoTime() - progress > limit.toNanos();
            if (stuck) {
                progress = System.nanoTime();
            }
            return stuck;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes no more, and waits, for so long at most, until all that was taken is written, or the
     * peer has taken nothing for the limit.
     *
     * @param why what senders are told from now on
     * @return true when all is written
     */
    boolean finish(IOException why, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            refuse(why);
            long end = System.nanoTime() + patience.toNanos();
            while (!over && (length > 0 || writing)) {
                long now = System.nanoTime();
                long left = Math.min(end - now, progress + limit.toNanos() - now);
                if (left <= 0) {
                    return false;
                }
                room.awaitNanos(left);
            }
            return length == 0 && !writing;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a write that is under way too. The line must be closed first, or it would not. */
    @Override
    public void close() {
        stop(new IOException(name + ": closed"));
    }

    /** Waits for the thread to end. */
    boolean ended(Duration patience) throws InterruptedException {
        thread.join(patience.toMillis());
        return !thread.isAlive();
    }

    private void awaitRoom() throws IOException {
        while (refusal == null && length >= ROOM) {
            long left = progress + limit.toNanos() - System.nanoTime();
            if (left <= 0) {
                throw new IOException(
                        name
                                + ": the peer has taken nothing for "
                                + limit.toMillis()
                                + " ms, frame not sent. Does it read, and is flow control right?");
            }
            try {
                room.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(name + ": interrupted, frame not sent", e);
            }
        }
        if (refusal != null) {
            throw new IOException(refusal.getMessage(), refusal);
        }
    }

    private void append(byte[] bytes, int room) {
        if (length + room > waiting.length) {
            waiting = Arrays.copyOf(waiting, length + room);
        }
        if (length == 0 && !writing) {
            progress = System.nanoTime(); // until now there was nothing to take
        }
        System.arraycopy(bytes, 0, waiting, length, bytes.length);
        length += room;
    }

    private void run() {
        try {
            int count = next();
            while (count > 0) {
                for (int from = 0; from < count; from += PIECE) {
                    line.write(spare, from, Math.min(PIECE, count - from));
                    progress = System.nanoTime();
                }
                count = next();
            }
        } catch (IOException e) {
            stop(e);
        }
    }

    /** Waits for bytes and swaps them into {@link #spare}; 0 when it is over. */
    private int next() {
        lock.lock();
        try {
            writing = false;
            room.signalAll();
            while (refusal == null && length == 0) {
                more.await(IDLE_SECONDS, TimeUnit.SECONDS);
            }
            if (over || length == 0) {
                return 0;
            }
            byte[] filled = waiting;
            waiting = spare.length > 2 * ROOM ? new byte[ROOM] : spare;
            spare = filled;
            int count = length;
            length = 0;
            writing = true;
            room.signalAll();
            return count;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } finally {
            lock.unlock();
        }
    }

    private void stop(IOException why) {
        lock.lock();
        try {
            over = true;
            refuse(why);
        } finally {
            lock.unlock();
        }
    }

    private void refuse(IOException why) {
        if (refusal == null) {
            refusal = why;
        }
        more.signalAll();
        room.signalAll();
    }
}
