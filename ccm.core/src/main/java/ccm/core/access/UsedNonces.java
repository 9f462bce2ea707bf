package ccm.core.access;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which logins were used, so that none counts twice. A nonce is a second since the epoch, valid for
 * an hour. When too many are remembered, the oldest is forgotten and with it every nonce up to its
 * second: who comes with one of those is asked anew. Safe for use by many threads.
 */
final class UsedNonces {
    static final int MAX = 10_000;
    static final long VALID_SECONDS = 3600;

    private final LongSupplier seconds;
    private final Map<Use, Long> counts = new LinkedHashMap<>(); // guarded by this
    private long floor; // no nonce up to it is taken; guarded by this

    private record Use(long nonce, String cnonce) {}

    /**
     * Makes one that takes no nonce of the time before: an earlier life's uses are not known.
     *
     * @param seconds since the epoch
     */
    UsedNonces(LongSupplier seconds) {
        this.seconds = seconds;
        this.floor = seconds.getAsLong();
    }

    /** A nonce for somebody who has to log in. */
    synchronized long next() {
        return Math.max(seconds.getAsLong(), floor + 1);
    }

    /** True while a nonce is neither too old nor from the future. */
    synchronized boolean fresh(long nonce) {
        return nonce > floor && nonce <= next() && seconds.getAsLong() - nonce < VALID_SECONDS;
    }

    /**
     * Uses a nonce that was found fresh.
     *
     * @param count of the uses of the pair, told by the client
     * @return false when the pair was used with this count or a higher one
     */
    synchronized boolean use(long nonce, String cnonce, long count) {
        Use use = new Use(nonce, cnonce);
        long before = counts.getOrDefault(use, 0L);
        if (nonce <= floor || count <= before) {
            return false;
        }
        counts.put(use, count);
        Iterator<Use> oldest = counts.keySet().iterator();
        while (counts.size() > MAX) {
            floor = Math.max(floor, oldest.next().nonce);
            oldest.remove();
        }
        return true;
    }
}
