package ccm.parts.dbus;

import java.time.Duration;

/** How long to wait before the next try: from 1 to 30 s, twice as long each time. */
public final class BackOff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Duration next = FIRST;

    /** The pause that comes now. */
    public Duration next() {
        Duration now = next;
        Duration twice = now.multipliedBy(2);
        next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
        return now;
    }

    /** It went well: the next pause is short again. */
    public void reset() {
        next = FIRST;
    }
}
