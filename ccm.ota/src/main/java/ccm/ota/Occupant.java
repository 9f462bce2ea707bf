package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.UpdateStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * The update in progress, for those who want one meanwhile.
 *
 * @param by who began it
 * @param at when, a {@link System#nanoTime}
 * @param coming the bundle that he brings; empty when he brings none
 * @param patience how long may pass without a byte of that
 */
record Occupant(String by, long at, Optional<Incoming> coming, Duration patience) {
    static Occupant here(String by) {
        return new Occupant(by, System.nanoTime(), Optional.empty(), Duration.ZERO);
    }

    static Occupant bringing(String by, Incoming bundle, Duration patience) {
        return new Occupant(by, System.nanoTime(), Optional.of(bundle), patience);
    }

    /** Nobody else may begin one now. */
    FirmwareException busy(UpdateStatus status) {
        long since = Duration.ofNanos(System.nanoTime() - at).toSeconds();
        return new FirmwareException(
                Reason.BUSY,
                "Another update is in progress. "
                        + by
                        + " began it "
                        + since
                        + " s ago; it is at "
                        + status.percent()
                        + " %: "
                        + status.message()
                        + coming.map(this::silence).orElse(""));
    }

    private String silence(Incoming bundle) {
        return bundle.isEnded()
                ? ""
                : ". Nothing came for "
                        + bundle.silence().toSeconds()
                        + " s; after "
                        + patience.toSeconds()
                        + " s of that it is given up";
    }
}
