package ccm.cli.setup;

import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.Terminal;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Options whose value is a secret, which others can see where it is typed on a command line. */
public final class Secret {
    private Secret() {}

    /**
     * What was typed: the secret itself, {@code @FILE} whose first line it is, or {@code -} to be
     * asked for it.
     */
    public static Optional<String> of(Option option, Words words, Terminal terminal)
            throws UsageException, FailedException {
        Optional<String> typed = words.value(option.name());
        if (typed.isEmpty()) {
            return typed;
        }
        String text = typed.get();
        String secret =
                text.equals("-")
                        ? terminal.secret("Value of " + option.name())
                        : text.startsWith("@") ? line(option, text.substring(1)) : text;
        if (secret.isBlank()) {
            throw new UsageException(
                    option.name() + ": is empty. Type it, @FILE whose first line it is, or -");
        }
        return Optional.of(secret.strip());
    }

    private static String line(Option option, String file) throws FailedException {
        try {
            return Files.readString(Path.of(file)).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new FailedException(
                    option.name() + " @" + file + ": cannot be read. Is there such a file?", e);
        }
    }
}
