package ccm.shadow;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When to try again after a failure, and what to say of it. Touched by the loop alone. */
final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final long FIRST = TimeUnit.SECONDS.toNanos(1);
    private static final long LAST = TimeUnit.SECONDS.toNanos(60);
    private static final long THROTTLED = TimeUnit.SECONDS.toNanos(10);
    private static final int DOUBLINGS = 6;

    private final String name;
    private int failures;
    private long notBefore;
    private volatile String trouble = "";

    Patience(String name) {
        this.name = name;
    }

    /** No request earlier. */
    long notBefore() {
        return notBefore;
    }

    /** What is wrong; empty when all is well. For any thread. */
    String trouble() {
        return trouble;
    }

    /** Something is wrong that waiting does not mend. */
    void trouble(String text) {
        trouble = name + ": " + text;
        LOG.warn("{}", trouble);
    }

    /** A new connection: try at once. */
    void reset() {
        failures = 0;
        notBefore = 0;
    }

    void succeeded() {
        if (failures > 0) {
            LOG.info("{}: its shadow answers again", name);
        }
        reset();
        trouble = "";
    }

    void failed(Throwable failure, long now, double jitter) {
        boolean permanent = failure instanceof CloudException e && e.permanent();
        boolean throttled = failure instanceof CloudException e && e.fault() == Fault.THROTTLED;
        long wait = permanent ? LAST : FIRST << Math.min(failures, DOUBLINGS);
        wait = Math.min(LAST, throttled ? Math.max(wait, THROTTLED) : wait);
        notBefore = now + (long) (wait * jitter);
        failures++;
        trouble = failure.getMessage() + ". Tried again in " + wait / FIRST + " s";
        if (failures == 1) {
            LOG.warn("{}: its shadow: {}. Further ones are logged at debug", name, trouble);
        } else {
            LOG.debug("{}: its shadow: {} ({} times now)", name, trouble, failures);
        }
    }
}
