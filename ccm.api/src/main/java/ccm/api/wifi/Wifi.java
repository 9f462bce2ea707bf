package ccm.api.wifi;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One radio. Published for as long as the service of the system that runs it is there and knows a
 * radio; none is published on a gateway without. Safe for use by many threads; each step runs after
 * the one before it, and at most eight wait.
 *
 * <p>All stages complete within their limit, exceptionally with a {@link WifiException}, on a
 * thread of the implementation: do nothing slow there. Nothing of it is written to the system's
 * disk: what is joined and opened is forgotten with the system's next start, so the settings of CCM
 * alone say what comes back.
 */
@ConsumerType
public interface Wifi {
    /** The radio's interface, for example {@code wlan0}. */
    String device();

    /** Who runs it, for people: {@code NetworkManager 1.42.4}. */
    String runner();

    /** What is known now; returns at once. */
    WifiState state();

    /**
     * Looks around, 15 s at most; with an access point open, what was seen last is given when the
     * radio cannot do both. Sorted by strength, one entry for each name and kind of protection.
     */
    CompletionStage<List<WifiNetwork>> scan();

    /**
     * Joins a network and waits until it has an address. What was joined before is kept until then,
     * as far as one radio can: when this fails, it is joined again. An open access point stays open
     * when the radio can do both; else it is closed for the attempt and opened again when that
     * fails, before the stage completes. An older one that is not over makes way at once, and fails
     * with {@link WifiException.Kind#BUSY}.
     */
    CompletionStage<WifiState> join(WifiJoin request);

    /** Leaves what was joined by {@link #join}, of this run or an earlier one. */
    CompletionStage<Void> leave();

    /** Opens an access point, and closes the one that was open. */
    CompletionStage<Void> open(WifiAccessPoint request);

    /** The access point that is open, as it was asked for; empty for none. Returns at once. */
    Optional<WifiAccessPoint> accessPoint();

    /** Closes the access point; nothing when none is open. */
    CompletionStage<Void> close();
}
