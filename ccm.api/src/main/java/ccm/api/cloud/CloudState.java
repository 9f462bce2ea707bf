package ccm.api.cloud;

import java.time.Instant;
import java.util.Objects;

/**
 * What is known of a connection.
 *
 * @param phase where it stands
 * @param reason why, for people: the server, the cause and the remedy; empty when all is well
 * @param since when this phase began
 * @param attempts how often it tried since it was last ready
 * @param fault the class of the reason
 */
public record CloudState(Phase phase, String reason, Instant since, int attempts, Fault fault) {
    public CloudState {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(fault, "fault");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(since, "since");
    }

    /** With a reason of no special class. */
    public CloudState(Phase phase, String reason, Instant since, int attempts) {
        this(phase, reason, since, attempts, Fault.NONE);
    }

    /** True when messages flow. */
    public boolean ready() {
        return phase == Phase.READY;
    }

    /** Where a connection stands. */
    public enum Phase {
        /** Not trying: something it needs is away or not configured. */
        IDLE,
        /** An attempt is under way. */
        CONNECTING,
        /** Connected, with every subscription granted. */
        READY,
        /** The last attempt failed; the next one comes by itself. */
        BACKOFF
    }
}
