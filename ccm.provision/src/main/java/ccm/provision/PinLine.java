package ccm.provision;

import ccm.api.board.Pins;
import java.util.Map;
import java.util.Optional;

/**
 * A line that a setting names.
 *
 * @param text as {@link Pins} take it; empty for none
 */
record PinLine(String text) {
    private static final String BOARD = "gpio";

    /** The text wins; a number, as the original took, is a line of the first GPIO chip. */
    static PinLine of(String line, int pin) {
        if (!line.isBlank()) {
            return new PinLine(line.strip());
        }
        return new PinLine(pin < 0 ? "" : "gpiochip0/" + pin);
    }

    boolean isNone() {
        return text.isEmpty();
    }

    /** Who drives it. */
    Optional<Pins> among(Map<Pins, String> pins) {
        int colon = text.indexOf(':');
        String scheme = colon <= 0 ? BOARD : text.substring(0, colon);
        return pins.entrySet().stream()
                .filter(entry -> entry.getValue().equals(scheme))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
