package ccm.cloud;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Logs the same trouble in full once, then at debug with a count. */
final class Repeated {
    private final Logger log;
    private final AtomicLong times = new AtomicLong();

    Repeated(Logger log) {
        this.log = log;
    }

    void warn(String text) {
        long count = times.incrementAndGet();
        if (count == 1) {
            log.warn("{} Further ones are counted and logged at debug.", text);
        } else {
            log.debug("{} ({} times now)", text, count);
        }
    }

    /** It went well: the next trouble is news again. */
    void over() {
        times.set(0);
    }
}
