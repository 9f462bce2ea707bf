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
 */
public record CloudState(Phase phase, String reason, Instant since, int attempts) {
    public CloudState {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(since, "since");
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
