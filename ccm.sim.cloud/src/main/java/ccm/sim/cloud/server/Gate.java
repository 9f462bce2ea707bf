package ccm.sim.cloud.server;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Lets things through in their order, each after its delay. Touched by the server's thread alone.
 */
final class Gate {
    private static final long PARKED_MILLIS = 200;

    private final EventLoop loop;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private Runnable parked; // null mostly: waits for the next one, to go behind it
    private boolean held;

    private record Waiting(Runnable what, long delayMillis) {}

    Gate(EventLoop loop) {
        this.loop = loop;
    }

    /** Lets one through, after all earlier ones. */
    void pass(Runnable what, long delayMillis) {
        if (!held && delayMillis == 0) {
            go(what);
            return;
        }
        waiting.add(new Waiting(what, delayMillis));
        if (!held) {
            hold();
        }
    }

    /** Lets one through behind the next one, if another comes soon. */
    void park(Runnable what) {
        if (parked != null) {
            pass(what, 0);
            return;
        }
        parked = what;
        loop.schedule(this::unpark, PARKED_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** How many wait. */
    int size() {
        return waiting.size();
    }

    private void go(Runnable what) {
        what.run();
        unpark();
    }

    private void unpark() {
        if (parked != null) {
            Runnable late = parked;
            parked = null;
            late.run();
        }
    }

    private void hold() {
        held = true;
        loop.schedule(this::release, waiting.element().delayMillis, TimeUnit.MILLISECONDS);
    }

    private void release() {
        held = false;
        go(waiting.remove().what);
        while (!held && !waiting.isEmpty()) {
            if (waiting.element().delayMillis > 0) {
                hold();
            } else {
                go(waiting.remove().what);
            }
        }
    }
}
