package ccm.cli.setup;

import ccm.cli.commands.Client;
import ccm.cli.line.Option;
import ccm.cli.line.Words;
import java.util.List;
import java.util.Set;

/**
 * Lines to type for the same gateway. Passwords are not in them: the user alone is, so that the
 * password is asked for.
 */
public final class Again {
    private static final Set<String> LOGINS = Set.of("--rpc-creds", "--mqtt-creds");
    private static final Set<String> NOT = Set.of("--json", "--timeout");

    private Again() {}

    /** The same command with those of its options that were typed. */
    public static String line(String command, List<Option> options, Words words) {
        StringBuilder line = new StringBuilder("ccm " + command).append(way(words));
        options.forEach(option -> add(line, option, words));
        return line.toString();
    }

    /** How the gateway was reached, in options; with a space before each. */
    static String way(Words words) {
        StringBuilder line = new StringBuilder();
        Client.OPTIONS.stream()
                .filter(option -> !NOT.contains(option.name()))
                .forEach(option -> add(line, option, words));
        return line.toString();
    }

    private static void add(StringBuilder line, Option option, Words words) {
        if (!words.has(option.name())) {
            return;
        }
        line.append(' ').append(option.name());
        if (option.takesValue()) {
            String value = words.value(option.name()).orElse("");
            line.append(' ').append(quoted(LOGINS.contains(option.name()) ? user(value) : value));
        }
    }

    private static String user(String login) {
        return login.startsWith("@") ? login : login.replaceFirst("(?s):.*", "");
    }

    /** A word as a shell takes it. */
    public static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%,-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
