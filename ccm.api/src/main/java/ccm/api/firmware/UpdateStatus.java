package ccm.api.firmware;

import java.time.Duration;
import java.util.Optional;

/**
 * How an update stands, or how the last one ended.
 *
 * @param state the original's four states
 * @param message for people; the texts of the original where it had one
 * @param reason why it failed; empty unless the state is {@code ERROR}
 * @param phase what is being done; empty unless the state is {@code PROGRESS}
 * @param done bytes of the phase that are done
 * @param total bytes of the phase; 0 when unknown
 * @param percent of the whole update, 0 to 100
 * @param committed false while the new firmware has not proven itself
 * @param commitTimeout within which it has to; zero when committed
 */
public record UpdateStatus(
        State state,
        String message,
        Optional<FirmwareException.Reason> reason,
        Optional<FirmwareProgress.Phase> phase,
        long done,
        long total,
        int percent,
        boolean committed,
        Duration commitTimeout) {

    /** In the order of the original's numbers. */
    public enum State {
        IDLE,
        PROGRESS,
        ERROR,
        SUCCESS
    }
}
