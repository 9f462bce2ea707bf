package ccm.board.linux;

import ccm.api.board.PinListener;
import ccm.parts.threads.NamedThreads;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the edges of all watched lines, on one thread that is there while something is watched.
 * Whoever removes a line waits until the thread has come round without it.
 */
final class Edges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Edges.class);
    private static final int EVENTS_AT_ONCE = 16;
    private static final int LOOK_MILLIS =
            2000; // old kernels do not wake who waits when a chip goes
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Kernel kernel;
    private final NamedThreads threads = new NamedThreads("ccm-board-edges");
    private final Map<Line, PinListener> watched = new LinkedHashMap<>(); // guarded by this
    private Thread thread; // guarded by this; null while nothing is watched
    private int bell; // guarded by this; open while there is a thread
    private long rounds; // guarded by this

    Edges(Kernel kernel) {
        this.kernel = kernel;
    }

    synchronized void add(Line line, PinListener listener) throws IOException {
        if (thread == null) {
            bell = kernel.bell();
            thread = threads.newThread(this::run);
            watched.put(line, listener);
            thread.start();
        } else {
            watched.put(line, listener);
            kernel.ring(bell);
        }
    }

    /** Afterwards its listener is told nothing, and its descriptor is not waited for. */
    synchronized void remove(Line line) {
        if (watched.remove(line) != null) {
            leave();
        }
    }

    /** Waits until the thread has ended; nothing is watched any more. */
    @Override
    public synchronized void close() {
        watched.clear();
        leave();
    }

    // invariant: called with the lock held, which waiting gives away
    private void leave() {
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        long before = rounds;
        long end = System.nanoTime() + PATIENCE_NANOS;
        boolean interrupted = false;
        try {
            kernel.ring(bell);
            while (thread != null && rounds == before && System.nanoTime() < end) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (KernelException e) {
            LOG.warn("GPIO: the thread of the edges cannot be woken", e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (List<Line> lines = next(); !lines.isEmpty(); lines = next()) {
            try {
                round(lines);
            } catch (KernelException | RuntimeException e) {
                LOG.error("GPIO: edges cannot be waited for", e);
                lines.forEach(line -> lost(line, line + ": cannot be watched: " + e.getMessage()));
            }
        }
    }

    /** What to wait for now; empty at the end, when there is no thread any more. */
    private synchronized List<Line> next() {
        rounds++;
        if (watched.isEmpty()) {
            thread = null;
            kernel.close(bell);
        }
        notifyAll();
        return List.copyOf(watched.keySet());
    }

    private void round(List<Line> lines) throws KernelException {
        int[] fds = new int[lines.size() + 1];
        synchronized (this) {
            fds[lines.size()] = bell;
        }
        for (int i = 0; i < lines.size(); i++) {
            fds[i] = lines.get(i).descriptor();
        }
        short[] ready = kernel.poll(fds, LOOK_MILLIS);
        if (ready[lines.size()] != 0) {
            kernel.read(fds[lines.size()], new byte[Long.BYTES]); // silences it
        }
        boolean idle = true;
        for (short answer : ready) {
            idle &= answer == 0;
        }
        for (int i = 0; i < lines.size(); i++) {
            if (ready[i] != 0) {
                read(lines.get(i), (ready[i] & Kernel.POLLIN) != 0);
            } else if (idle) {
                lookAt(lines.get(i));
            }
        }
    }

    private void read(Line line, boolean some) {
        if (line.isClosing()) {
            return;
        }
        byte[] events = new byte[EVENTS_AT_ONCE * Abi.EVENT_BYTES];
        try {
            if (!some) {
                line.get(); // says why, or the next round will
                throw new IOException(line + ": the kernel ended the watch");
            }
            int count = kernel.read(line.descriptor(), events) / Abi.EVENT_BYTES;
            for (int i = 0; i < count; i++) {
                tell(line, Abi.eventRises(events, i), Abi.eventNanos(events, i));
            }
        } catch (KernelException e) {
            lost(line, Refusal.ofUse(line.toString(), e).getMessage());
        } catch (IOException e) {
            lost(line, e.getMessage());
        }
    }

    private void lookAt(Line line) {
        try {
            line.get();
        } catch (IOException e) {
            lost(line, e.getMessage());
        }
    }

    private void tell(Line line, boolean active, long nanos) {
        PinListener listener = listener(line);
        if (listener == null) {
            return; // removed in the meantime
        }
        try {
            listener.onEdge(active, nanos);
        } catch (RuntimeException e) {
            LOG.error("{}: its listener failed", line, e);
        }
    }

    private void lost(Line line, String cause) {
        PinListener listener;
        synchronized (this) {
            listener = watched.remove(line);
        }
        if (listener == null) {
            return;
        }
        LOG.warn("not watched any more: {}", cause);
        try {
            listener.onLost(cause);
        } catch (RuntimeException e) {
            LOG.error("{}: its listener failed", line, e);
        }
    }

    private synchronized PinListener listener(Line line) {
        return watched.get(line);
    }
}
