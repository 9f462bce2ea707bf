package ccm.core.rpc;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Says a thing in full once, and at debug with a count when it happens again. Remembers the last
 * 256 things. Safe for use by many threads.
 */
public final class LogOnce {
    private static final int REMEMBERED = 256;

    private final Logger log;
    private final Map<String, Long> counts = new LinkedHashMap<>(); // guarded by this

    public LogOnce(Logger log) {
        this.log = log;
    }

    /**
     * Warns of something that recovers by itself or can be ignored.
     *
     * @param key what makes it the same thing as before
     */
    public void warn(String key, String message) {
        long count = count(key);
        if (count == 1) {
            log.warn(message);
        } else {
            log.debug("{} ({} times)", message, count);
        }
    }

    /** Tells of a failure that a person must look at, its stack included. */
    public void error(String key, String message, Throwable cause) {
        long count = count(key);
        if (count == 1) {
            log.error(message, cause);
        } else {
            log.debug("{} ({} times)", message, count);
        }
    }

    /** Tells of something that a person must mend, and whose stack says nothing more. */
    public void error(String key, String message) {
        long count = count(key);
        if (count == 1) {
            log.error(message);
        } else {
            log.debug("{} ({} times)", message, count);
        }
    }

    private synchronized long count(String key) {
        long count = counts.merge(key, 1L, Long::sum);
        if (counts.size() > REMEMBERED) {
            counts.remove(counts.keySet().iterator().next());
        }
        return count;
    }
}
