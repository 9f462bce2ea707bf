package ccm.uart;

import org.slf4j.Logger;

/** Logs a repeated failure in full once, then at debug with a count, until it is over. */
final class Outage {
    private final Logger log;
    private String said = "";
    private int times;

    Outage(Logger log) {
        this.log = log;
    }

    void failed(Throwable cause) {
        String what = String.valueOf(cause.getMessage());
        times = what.equals(said) ? times + 1 : 1;
        said = what;
        if (times == 1) {
            log.warn("{} Trying again, at most 5 s apart.", what);
        } else {
            log.debug("{} ({} times)", what, times);
        }
    }

    void over() {
        said = "";
        times = 0;
    }
}
