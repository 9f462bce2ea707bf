package ccm.board.linux;

import java.io.IOException;

/** What the text of a line says, before it is known what the board has. */
sealed interface LineText {
    /** The scheme that the lines of a board have, and that may be left out. */
    String SCHEME = "gpio:";

    /** The text itself, for messages. */
    String text();

    /**
     * A line of one chip.
     *
     * @param chip its device's name, or its label; empty for the board's first
     * @param line its offset, or its name
     */
    record OfChip(String text, String chip, String line) implements LineText {}

    /** A line by its name, on whichever chip it is. */
    record Named(String text) implements LineText {}

    static LineText parse(String given) throws IOException {
        String text = without("/dev/", without(SCHEME, given.strip()));
        if (text.isEmpty() || "-1".equals(text)) {
            throw new IOException("GPIO: no line is named. Name one, as gpiochip0/17 or GPIO17");
        }
        int slash = text.lastIndexOf('/'); // a label may have one
        if (slash < 0) {
            return isNumber(text) ? new OfChip(text, "", text) : new Named(text);
        }
        String chip = text.substring(0, slash);
        String line = text.substring(slash + 1);
        if (chip.isEmpty() || line.isEmpty()) {
            throw new IOException(
                    given + ": not a line. Write CHIP/OFFSET, as gpiochip0/17, or a name");
        }
        return new OfChip(text, chip, line);
    }

    private static String without(String prefix, String text) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    static boolean isNumber(String text) {
        return text.matches("[0-9]{1,9}");
    }
}
