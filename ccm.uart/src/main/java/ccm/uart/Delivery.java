package ccm.uart;

import ccm.api.link.FrameLink;
import ccm.api.link.FrameListener;
import ccm.parts.frames.LineFramer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands frames to whoever listens, in order, and keeps them while nobody can take them. Used by the
 * reading thread alone.
 */
final class Delivery implements LineFramer.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final int KEPT_BYTES = 1024 * 1024;
    private static final long REST = TimeUnit.MILLISECONDS.toNanos(20); // the contract says 50

    private static final long SWAP = TimeUnit.SECONDS.toNanos(10); // of a bundle takes less

    private final FrameLink link;
    private final Supplier<Optional<FrameListener>> listeners;
    private final Backlog backlog = new Backlog(KEPT_BYTES);
    private Optional<FrameListener> greeted = Optional.empty(); // who knows that the link is up
    private Optional<FrameListener> broken = Optional.empty(); // whose classes could not be loaded
    private long brokenAt;
    private boolean up;
    private long nextOffer;

    Delivery(FrameLink link, Supplier<Optional<FrameListener>> listeners) {
        this.link = link;
        this.listeners = listeners;
    }

    @Override
    public void line(byte[] line) {
        if (!backlog.isEmpty() || !take(line)) {
            backlog.add(line);
        }
    }

    @Override
    public void overlong(int limit) {
        listeners
                .get()
                .ifPresent(listener -> garbage(listener, "a line longer than " + limit + " bytes"));
    }

    /** The link can send and receive from now on. */
    void up() {
        up = true;
    }

    /** Greets a new listener, and offers what was kept when it is time to. */
    void offer() {
        greet(listeners.get());
        if (backlog.isEmpty() || System.nanoTime() - nextOffer < 0) {
            return;
        }
        int before = backlog.size();
        while (!backlog.isEmpty() && take(backlog.oldest())) {
            backlog.removeOldest();
        }
        if (backlog.isEmpty()) {
            LOG.info("{}: {} kept frames handed on", link.peer().address(), before);
        }
    }

    /** True when the line should be read now. */
    boolean mayRead(SerialLine line) {
        // While frames are kept a read must not wait: its wait is longer than the next offer is
        // away.
        return backlog.isEmpty() || (!backlog.isFull() && line.hasInput());
    }

    /** Waits until the next offer is due; for so long at most when nothing is kept. */
    void rest(long nanos) {
        LockSupport.parkNanos(backlog.isEmpty() ? nanos : REST);
    }

    /** Tells the listener that the link is lost. */
    void down() {
        up = false;
        greeted.ifPresent(listener -> guarded(() -> listener.onDown(link)));
        greeted = Optional.empty();
    }

    /** Says what becomes of the frames that nobody took. */
    void end() {
        if (!backlog.isEmpty()) {
            LOG.warn(
                    "{}: closed with {} frames that nobody took, they are lost",
                    link.peer().address(),
                    backlog.size());
        }
    }

    private void greet(Optional<FrameListener> current) {
        if (up && !current.equals(greeted)) {
            greeted = current;
            current.ifPresent(listener -> guarded(() -> listener.onUp(link)));
        }
    }

    private boolean take(byte[] frame) {
        Optional<FrameListener> listener = listeners.get();
        greet(listener);
        boolean taken = listener.isPresent() && taken(listener.get(), frame);
        if (!taken) {
            nextOffer = System.nanoTime() + REST;
        }
        return taken;
    }

    private boolean taken(FrameListener listener, byte[] frame) {
        try {
            return listener.onFrame(link, frame);
        } catch (RuntimeException e) {
            LOG.error("{}: the listener failed on a frame, dropped", link.peer().address(), e);
            return true; // offered again it would fail again, and hold up all that follow
        } catch (LinkageError e) {
            return givenUp(listener, e);
        }
    }

    /** Its bundle is being swapped: the next listener takes the frame. One that stays is broken. */
    private boolean givenUp(FrameListener listener, LinkageError problem) {
        long now = System.nanoTime();
        if (!broken.equals(Optional.of(listener))) {
            broken = Optional.of(listener);
            brokenAt = now;
            LOG.debug("{}: the listener is going", link.peer().address(), problem);
        }
        if (now - brokenAt < SWAP) {
            return false;
        }
        LOG.error("{}: the listener is broken, a frame is dropped", link.peer().address(), problem);
        return true;
    }

    private void garbage(FrameListener listener, String what) {
        guarded(() -> listener.onGarbage(link, what));
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("{}: the listener failed", link.peer().address(), e);
        } catch (LinkageError e) { // its bundle is being swapped
            LOG.debug("{}: the listener is going", link.peer().address(), e);
        }
    }
}
