package ccm.provision.ap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each address may do something: a bucket of tokens for each. Safe for use by many
 * threads.
 */
final class Pace {
    private static final int ADDRESSES = 256; // more than the network has
    private static final double NANOS = 1e9;

    private record Bucket(double tokens, long at) {}

    private final double perSecond;
    private final double most;
    private final LongSupplier clock;
    private final Map<String, Bucket> buckets =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                    return size() > ADDRESSES;
                }
            };

    /**
     * Makes it.
     *
     * @param most how often at once
     * @param clock in nanoseconds
     */
    Pace(double perSecond, int most, LongSupplier clock) {
        this.perSecond = perSecond;
        this.most = most;
        this.clock = clock;
    }

    /** Takes one; returns after how many seconds there is one again, 0 when there was one. */
    synchronized long take(String address) {
        long now = clock.getAsLong();
        Bucket old = buckets.getOrDefault(address, new Bucket(most, now));
        double tokens = Math.min(most, old.tokens() + (now - old.at()) / NANOS * perSecond);
        boolean taken = tokens >= 1;
        buckets.put(address, new Bucket(taken ? tokens - 1 : tokens, now));
        return taken ? 0 : Math.max(1, (long) Math.ceil((1 - tokens) / perSecond));
    }
}
