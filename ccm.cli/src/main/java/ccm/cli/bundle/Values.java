package ccm.cli.bundle;

import ccm.cli.json.Json;
import java.util.regex.Pattern;

/** The values of {@code key=value}: what looks like a truth or a number is one. */
final class Values {
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9]\\d{0,10})");
    private static final Pattern HEX = Pattern.compile("[-+]?0[xX][0-9a-fA-F]{1,9}");
    private static final Pattern OCTAL = Pattern.compile("[-+]?0[0-7]{1,12}");
    private static final long LARGEST = (1L << 32) - 1; // addresses fill all 32 bits

    private Values() {}

    static Json of(String text) {
        if (text.equals("true") || text.equals("false")) {
            return new Json.Literal(text);
        }
        if (text.length() >= 2 && isQuoted(text)) {
            return new Json.Text(text.substring(1, text.length() - 1));
        }
        boolean number =
                DECIMAL.matcher(text).matches()
                        || HEX.matcher(text).matches()
                        || OCTAL.matcher(text).matches();
        if (number) {
            long value = Long.decode(text);
            if (value >= Integer.MIN_VALUE && value <= LARGEST) {
                return new Json.Literal(Long.toString(value));
            }
        }
        return new Json.Text(text);
    }

    private static boolean isQuoted(String text) {
        char first = text.charAt(0);
        return (first == '"' || first == '\'') && text.charAt(text.length() - 1) == first;
    }
}
