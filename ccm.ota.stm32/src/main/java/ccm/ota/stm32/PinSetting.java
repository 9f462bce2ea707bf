package ccm.ota.stm32;

import ccm.api.link.RawLender;
import java.util.Locale;

/**
 * Which wire a setting names.
 *
 * @param key of the setting, for messages
 * @param line {@code rts}, {@code dtr}, or as {@link ccm.api.board.Pins} take it; empty for none
 * @param inverted true when something between the wire and the chip inverts it
 */
record PinSetting(String key, String line, boolean inverted) {
    /** The host goes into its loader by itself. */
    private static final String SELF = "self";

    /** Reads one; a bare number, as the original took, is a line of the first GPIO chip. */
    static PinSetting of(String key, String text, boolean inverted) {
        String line = text.strip();
        if (line.matches("-\\d+")) {
            line = "";
        } else if (line.matches("\\d+")) {
            line = "gpiochip0/" + line;
        }
        return new PinSetting(key, line, inverted);
    }

    /** True when it says that the host needs no wire for it. */
    boolean isSelf() {
        return line.equals(SELF);
    }

    /**
     * Gives a modem output the level that it has while nothing is updated; other lines are left
     * alone until then.
     *
     * @param high at the chip's pin
     */
    void rest(RawLender lender, boolean high) {
        boolean asserted = high == inverted; // an adapter's asserted output is at 0 V
        switch (line.toLowerCase(Locale.ROOT)) {
            case "rts" -> lender.idleRts(asserted);
            case "dtr" -> lender.idleDtr(asserted);
            default -> {
                // not an output of the line
            }
        }
    }

    boolean isWired() {
        return !line.isEmpty() && !isSelf();
    }
}
