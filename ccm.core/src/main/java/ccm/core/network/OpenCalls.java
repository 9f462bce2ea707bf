package ccm.core.network;

import ccm.api.rpc.RpcPeer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How many calls have not been answered, in all and of each peer, so that none can keep the others
 * out. Safe for use by many threads.
 */
final class OpenCalls {
    static final int MAX = 1024;
    static final int MAX_OF_PEER = 256;

    private final Map<RpcPeer, Integer> byPeer = new HashMap<>(); // guarded by this
    private int all; // guarded by this

    /** False when there are too many. */
    synchronized boolean enter(RpcPeer peer) {
        int open = byPeer.getOrDefault(peer, 0);
        if (all >= MAX || open >= MAX_OF_PEER) {
            return false;
        }
        byPeer.put(peer, open + 1);
        all++;
        return true;
    }

    synchronized void leave(RpcPeer peer) {
        byPeer.computeIfPresent(peer, (who, open) -> open == 1 ? null : open - 1);
        all--;
        if (all == 0) {
            notifyAll();
        }
    }

    /**
     * Waits until every call has been answered.
     *
     * @return false when some were not in time
     */
    synchronized boolean drain(long timeout, TimeUnit unit) throws InterruptedException {
        long end = System.nanoTime() + unit.toNanos(timeout);
        while (all > 0 && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
        }
        return all == 0;
    }
}
