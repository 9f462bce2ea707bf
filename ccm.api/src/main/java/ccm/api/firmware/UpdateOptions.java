package ccm.api.firmware;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How an update is to be done.
 *
 * @param timeout the longest without any progress; empty takes {@code update.timeout}
 * @param commitTimeout within which the new firmware must answer or be committed; empty takes
 *     {@code update.commit_timeout}, and where that is 0 {@code host.ota.confirm_s}
 * @param ignoreSameVersion true to succeed without writing when the host runs this already
 * @param size bytes of the bundle; 0 when unknown
 * @param source who asked for it, for the log and the result, as {@code "ws 10.0.0.7"}
 */
public record UpdateOptions(
        Optional<Duration> timeout,
        Optional<Duration> commitTimeout,
        boolean ignoreSameVersion,
        long size,
        String source) {
    public UpdateOptions {
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(commitTimeout, "commitTimeout");
        Objects.requireNonNull(source, "source");
    }

    /** All as the settings say. */
    public static UpdateOptions from(String source) {
        return new UpdateOptions(Optional.empty(), Optional.empty(), false, 0, source);
    }
}
