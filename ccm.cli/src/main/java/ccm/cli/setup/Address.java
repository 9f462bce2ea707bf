package ccm.cli.setup;

import ccm.cli.line.Option;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Options whose value is {@code HOST} or {@code HOST:PORT}. */
public final class Address {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]+(?::(\\d{1,5}))?");
    private static final int LAST_PORT = 65_535;

    private Address() {}

    /** What was typed, checked. */
    public static Optional<String> of(Option option, Words words) throws UsageException {
        Optional<String> typed = words.value(option.name());
        if (typed.isPresent() && !fits(typed.get())) {
            throw new UsageException(
                    option.name()
                            + " "
                            + typed.get()
                            + ": not HOST or HOST:PORT, as in mqtt.example.com:8883");
        }
        return typed;
    }

    private static boolean fits(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        int port = matcher.group(1) == null ? 1 : Integer.parseInt(matcher.group(1));
        return port > 0 && port <= LAST_PORT;
    }
}
