package ccm.cloud;

import java.util.concurrent.TimeUnit;

/**
 * When a sender tries again after a failure, and what it makes of it. Used by the sender's thread
 * alone.
 */
final class Retry {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long TRIAL_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Suspect suspect = new Suspect();
    private long delay = FIRST_NANOS;
    private long failedAt;
    private long landingSince; // 0 unless a failure is being landed
    private boolean broken;
    private Flight head; // the oldest that failed, until the verdict; else null
    private Flight accused; // nothing is sent while it is on trial; else null
    private long trialSince;
    private int trialDrops;

    /** True when all that is flying was waited for long enough. */
    boolean landingFor(long limit) {
        long now = System.nanoTime();
        if (landingSince == 0) {
            landingSince = now;
        }
        return now - landingSince > limit;
    }

    /** All has landed, and nothing failed. */
    void landed() {
        landingSince = 0;
    }

    /** The connector itself broke on a message. */
    void broke() {
        broken = true;
    }

    void failed(Flight oldest) {
        head = oldest;
        failedAt = System.nanoTime();
        landingSince = 0;
        delay = Math.min(2 * delay, LONGEST_NANOS);
    }

    /** How long to hold still, also so that the connector can say that its session dropped. */
    long holdNanos() {
        if (accused != null) {
            return Math.max(0, trialSince + TRIAL_NANOS - System.nanoTime());
        }
        return head == null ? 0 : Math.max(0, failedAt + delay - System.nanoTime());
    }

    /** The message that must be given up; null when none. Asked when the cloud is ready again. */
    Flight verdict(int drops) {
        if (accused != null) {
            return sentence(drops);
        }
        if (head == null) {
            return null;
        }
        Flight judged = head;
        head = null;
        boolean dropped = broken || drops != judged.drops();
        broken = false;
        if (suspect.failed(judged.sequence(), dropped, failedAt - judged.sentNanos())) {
            accused = judged;
            trialSince = System.nanoTime();
            trialDrops = drops;
        }
        if (dropped) {
            delay = FIRST_NANOS; // the connector itself backs off
        }
        return null;
    }

    /** Nothing was sent for a while: a session that dropped all the same clears the accused. */
    private Flight sentence(int drops) {
        Flight guilty = drops == trialDrops ? accused : null;
        accused = null;
        suspect.clear();
        return guilty;
    }

    /** True while the oldest message must fly alone. */
    boolean alone() {
        return suspect.any();
    }

    void arrived() {
        suspect.clear();
        delay = FIRST_NANOS;
    }
}
