package ccm.cli.rpc;

import ccm.cli.line.FailedException;
import ccm.cli.line.Terminal;
import ccm.cli.line.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who logs in. Never printed.
 *
 * @param user the name
 * @param password in clear; it leaves this program as a digest alone
 */
public record Credentials(String user, String password) {
    /**
     * Reads {@code USER:PASSWORD}, {@code @FILE} whose first line is that, or {@code USER}, whose
     * password is then asked for.
     */
    public static Credentials of(String option, String text, Terminal terminal)
            throws UsageException, FailedException {
        String pair = text.startsWith("@") ? firstLine(option, text.substring(1)) : text;
        int colon = pair.indexOf(':');
        if (colon == 0 || pair.isEmpty()) {
            throw new UsageException(option + ": no user. Type USER:PASSWORD, or @FILE");
        }
        if (colon > 0) {
            return new Credentials(pair.substring(0, colon), pair.substring(colon + 1));
        }
        return new Credentials(pair, terminal.secret("Password of " + pair));
    }

    /** What the option says, else the variable of the environment. */
    public static Optional<Credentials> find(
            String option, Optional<String> given, String variable, Terminal terminal)
            throws UsageException, FailedException {
        Optional<String> text = given.isPresent() ? given : terminal.variable(variable);
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(of(given.isPresent() ? option : variable, text.get(), terminal));
    }

    @Override
    public String toString() {
        return user + ":********";
    }

    private static String firstLine(String option, String file) throws FailedException {
        try {
            return Files.readString(Path.of(file)).lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new FailedException(
                    option + " @" + file + ": cannot be read. It must hold USER:PASSWORD", e);
        }
    }
}
