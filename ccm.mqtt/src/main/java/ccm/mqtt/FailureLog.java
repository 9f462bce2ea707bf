package ccm.mqtt;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each cause in full once, then at debug with a count. For one thread. */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final int REMEMBERED = 32;

    private final String name;
    private final Map<String, Integer> seen = new LinkedHashMap<>();

    FailureLog(String name) {
        this.name = name;
    }

    void failed(String text) {
        int times = seen.merge(text, 1, Integer::sum);
        if (times == 1) {
            LOG.warn("{}: {}", name, text);
        } else {
            LOG.debug("{}: {} ({} times)", name, text, times);
        }
        if (seen.size() > REMEMBERED) {
            seen.remove(seen.keySet().iterator().next());
        }
    }

    /** All is well again: what fails from now on is news. */
    void forget() {
        seen.clear();
    }
}
