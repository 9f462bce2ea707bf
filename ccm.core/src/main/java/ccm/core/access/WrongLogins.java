package ccm.core.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows down who guesses passwords: after ten wrong ones an address has to wait, longer with each
 * one more. Remembers a thousand addresses. Safe for use by many threads.
 */
final class WrongLogins {
    static final int FREE = 10;
    static final int MAX_SECONDS = 60;

    private static final Logger LOG = LoggerFactory.getLogger(WrongLogins.class);
    private static final int MAX_ADDRESSES = 1000;
    private static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(15);
    private static final long TELL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier clock;
    private final Map<String, Wrong> wrong = new LinkedHashMap<>(); // guarded by this
    private long untold; // guarded by this
    private long told; // guarded by this

    private record Wrong(int count, long last) {
        /** How long nothing is taken after the last one. */
        long delay() {
            int over = Math.min(count - FREE, 30);
            return over < 0 ? 0 : TimeUnit.SECONDS.toNanos(Math.min(MAX_SECONDS, 1L << over));
        }
    }

    /**
     * Makes one.
     *
     * @param clock nanoseconds that never jump
     */
    WrongLogins(LongSupplier clock) {
        this.clock = clock;
        this.told = clock.getAsLong() - TELL_NANOS;
    }

    /** How many seconds an address has to wait now; 0 for none. */
    synchronized long wait(String address) {
        Wrong before = wrong.get(network(address));
        if (before == null) {
            return 0;
        }
        long left = before.delay() - (clock.getAsLong() - before.last);
        return left <= 0 ? 0 : TimeUnit.NANOSECONDS.toSeconds(left - 1) + 1;
    }

    /**
     * Decides on a login that was compared with the password already, and counts it when it is
     * wrong. Both in one step: of many that come at once no more count than of those that come one
     * after the other.
     *
     * @return as {@link #wait}; when it is not 0 nothing is counted, and nobody may be told whether
     *     the login was right
     */
    synchronized long judge(String address, boolean right) {
        long wait = wait(address);
        if (wait == 0 && !right) {
            add(address);
        }
        return wait;
    }

    private void add(String address) {
        long now = clock.getAsLong();
        String from = network(address);
        Wrong before = wrong.remove(from);
        boolean old = before == null || now - before.last > FORGET_NANOS;
        wrong.put(from, new Wrong(old ? 1 : before.count + 1, now)); // now the newest
        if (wrong.size() > MAX_ADDRESSES) {
            wrong.remove(wrong.keySet().iterator().next());
        }
        untold++;
        if (now - told >= TELL_NANOS) {
            LOG.warn("access: {} wrong logins, the last from {}", untold, address);
            told = now;
            untold = 0;
        }
    }

    /** A right login: the address has a user who may mistype again. */
    synchronized void clear(String address) {
        wrong.remove(network(address));
    }

    /** An address without its port; of IPv6 the half that one customer owns. */
    static String network(String address) {
        String host = address.startsWith("/") ? address.substring(1) : address;
        boolean bracket = host.startsWith("[") && host.indexOf(']') > 0;
        if (bracket) {
            host = host.substring(1, host.indexOf(']'));
        } else if (host.indexOf(':') == host.lastIndexOf(':')) {
            return host.replaceFirst(":\\d+$", "");
        }
        String[] groups = host.split(":", 5);
        return groups.length < 5
                ? host
                : String.join(":", groups[0], groups[1], groups[2], groups[3]);
    }
}
