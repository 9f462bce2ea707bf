package ccm.api.board;

import java.time.Duration;
import java.util.Objects;

/**
 * Which line, and how it is used.
 *
 * @param line the line's text, see the package
 * @param activeLow true when the line is active at 0 V
 * @param bias what holds the line while nobody drives it
 * @param drive how an output drives it
 * @param debounce for how long an input must be steady before an edge counts; zero for not at all
 */
public record PinRequest(
        String line, boolean activeLow, Bias bias, Drive drive, Duration debounce) {
    public PinRequest {
        Objects.requireNonNull(line, "line");
        Objects.requireNonNull(bias, "bias");
        Objects.requireNonNull(drive, "drive");
        Objects.requireNonNull(debounce, "debounce");
    }

    /** What holds the line while nobody drives it. */
    public enum Bias {
        AS_IS,
        NONE,
        PULL_UP,
        PULL_DOWN
    }

    /** How an output drives the line. */
    public enum Drive {
        PUSH_PULL,
        OPEN_DRAIN,
        OPEN_SOURCE
    }

    /** The line, active high, push-pull, its bias as it is. */
    public static PinRequest of(String line) {
        return new PinRequest(line, false, Bias.AS_IS, Drive.PUSH_PULL, Duration.ZERO);
    }
}
