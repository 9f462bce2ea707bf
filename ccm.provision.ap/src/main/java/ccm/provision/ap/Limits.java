package ccm.provision.ap;

import ccm.parts.http.Refusal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** What one address may do how often, so that nobody guesses passwords or keeps others out. */
final class Limits {
    private static final double REQUESTS = 10; // a second
    private static final int BURST = 30;
    private static final int TRIES = 10; // a minute
    private static final double MINUTE = 60;
    private static final long LONGEST_TRY = 30; // seconds

    private final Pace requests;
    private final Pace tries;
    private final Set<String> trying = ConcurrentHashMap.newKeySet();

    /**
     * Makes them.
     *
     * @param clock in nanoseconds
     */
    Limits(LongSupplier clock) {
        requests = new Pace(REQUESTS, BURST, clock);
        tries = new Pace(TRIES / MINUTE, TRIES, clock);
    }

    /** Counts a request. */
    void request(String address) throws Refusal {
        long wait = requests.take(address);
        if (wait > 0) {
            throw new TooOften("too many requests. Go on more slowly", wait);
        }
    }

    /** Begins a try of a network; {@link #tried} ends it. */
    void tries(String address) throws Refusal {
        if (!trying.add(address)) {
            throw new TooOften(
                    "you are trying a network already. Wait for what comes of it", LONGEST_TRY);
        }
        long wait = tries.take(address);
        if (wait > 0) {
            trying.remove(address);
            throw new TooOften(
                    "more than " + TRIES + " tries a minute. Try again in " + wait + " s", wait);
        }
    }

    void tried(String address) {
        trying.remove(address);
    }
}
