package ccm.mqtt;

import ccm.api.cloud.Fault;
import ccm.api.mqtt.Refusal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Why brokers end connections without a word, made out of several that ended. For one thread.
 *
 * <p>What is not answered when the broker hangs up at once, and again, is what it does not want;
 * first of all if nothing was ever answered on that topic. When nothing is, somebody else has
 * connected with the same client id.
 */
final class Drops {
    /** So soon a broker hangs up on what it does not allow. */
    static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long KICKED_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int KICKS = 3;
    private static final int REMEMBERED = 64;
    private static final int REFUSALS = 2;

    private int kicks; // connections in a row that ended soon, and for nothing we did
    private final Set<String> taken =
            new HashSet<>(); // topics that were acknowledged in any of them
    private int refusals; // connections in a row that ended right after we asked for something

    /**
     * A better word for why this connection ended, where there is one.
     *
     * @param asked what it was asked a moment ago, and has not answered
     */
    Failure judge(Failure why, Attempt ended, Optional<String> asked, long now) {
        if (!why.dropped()) {
            forget();
            return why;
        }
        Optional<String> culprit =
                asked.or(() -> ended.culprit(now, RECENT_NANOS, taken))
                        .or(() -> ended.culprit(now, RECENT_NANOS, Set.of()));
        if (taken.size() < REMEMBERED) {
            taken.addAll(ended.taken());
        }
        boolean soon = ended.connectedNanos(now) <= KICKED_NANOS;
        refusals = culprit.isPresent() ? refusals + 1 : 0;
        kicks = culprit.isEmpty() && soon ? kicks + 1 : 0;
        if (refusals >= REFUSALS) {
            return why.named(
                    Refusal.TOPIC,
                    Fault.POLICY,
                    ended.address() + ": the broker drops us right after we " + culprit.get(),
                    "does it allow that to " + ended.client() + "?");
        }
        if (kicks >= KICKS) {
            return why.named(
                    Refusal.IDENTITY,
                    Fault.DUPLICATE,
                    ended.address()
                            + ": the broker drops us soon after each CONNACK: somebody else"
                            + " connects as "
                            + ended.client(),
                    "give each device an identity of its own");
        }
        return why;
    }

    /** A connection has lasted. */
    void forget() {
        kicks = 0;
        refusals = 0;
        taken.clear();
    }
}
