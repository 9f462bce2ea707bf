package ccm.ota.stm32;

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

    boolean isWired() {
        return !line.isEmpty() && !isSelf();
    }
}
