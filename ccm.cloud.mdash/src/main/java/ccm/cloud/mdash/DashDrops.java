package ccm.cloud.mdash;

import ccm.api.cloud.Fault;
import ccm.cloud.mdash.DashFailure.Kind;
import java.time.Duration;
import java.util.Optional;

/** Why the server ends connections, made out of several that ended. For one thread. */
final class DashDrops {
    private static final Duration RECENT = Duration.ofSeconds(2);
    private static final Duration KICKED = Duration.ofSeconds(10);
    private static final int KICKS = 3;
    private static final int SILENT_REFUSALS = 5; // a network may do so too, if not so often
    private static final int REFUSALS = 2;

    private String suspect = "";
    private int refusals; // in a row, right after the same message
    private int kicks; // in a row, soon after the greeting, and for nothing we did

    /** What became of a connection. */
    record Verdict(DashFailure why, Optional<DashRequests.Request> culprit) {}

    /**
     * Judges one that ended.
     *
     * @param oldest message that was not answered
     * @param lasted since the greeting, in nanoseconds; negative when there was none
     */
    Verdict judge(DashFailure why, Optional<DashRequests.Request> oldest, long lasted) {
        boolean dropped = why.kind() != Kind.OURS && lasted >= 0;
        Optional<DashRequests.Request> recent =
                oldest.filter(
                        each -> dropped && System.nanoTime() - each.since() < RECENT.toNanos());
        if (recent.isPresent()) {
            kicks = 0;
            refusals = recent.get().suspect().equals(suspect) ? refusals + 1 : 1;
            suspect = recent.get().suspect();
            return banished(why, recent);
        }
        kicks = dropped && lasted < KICKED.toNanos() ? kicks + 1 : 0;
        return new Verdict(kicks >= KICKS ? duplicate(why) : why, Optional.empty());
    }

    private Verdict banished(DashFailure why, Optional<DashRequests.Request> recent) {
        int enough = why.kind() == Kind.BANISHED ? REFUSALS : SILENT_REFUSALS;
        if (refusals < enough) {
            return new Verdict(why, Optional.empty());
        }
        refusals = 0;
        String text =
                "the server drops us right after a certain message. that one is set aside (see"
                        + " Cloud.Status), the rest goes on";
        return new Verdict(why.named(Fault.POLICY, text), recent);
    }

    private static DashFailure duplicate(DashFailure why) {
        return why.named(
                Fault.DUPLICATE,
                "the server drops us soon after each greeting. another device has the same"
                        + " token: give each one a token of its own");
    }

    /** A connection has lasted. */
    void forget() {
        kicks = 0;
    }
}
