package ccm.cli.line;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Where a command prints and asks, and the environment that it was started in. */
public final class Terminal {
    private final PrintStream out;
    private final PrintStream err;
    private final BufferedReader in;
    private final Map<String, String> environment;
    private final Optional<Console> console;

    /**
     * Makes one.
     *
     * @param console a person to ask; absent when input or output belong to a program
     */
    public Terminal(
            PrintStream out,
            PrintStream err,
            InputStream in,
            Map<String, String> environment,
            Optional<Console> console) {
        this.out = out;
        this.err = err;
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.environment = environment;
        this.console = console;
    }

    /** Where results go, and nothing else. */
    public PrintStream out() {
        return out;
    }

    /** Where progress, warnings and errors go. */
    public PrintStream err() {
        return err;
    }

    /** A variable of the environment that is set and not empty. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** True when a person can be asked. */
    public boolean interactive() {
        return console.isPresent();
    }

    /** Asks for a secret without showing it; takes one line of input where nobody can be asked. */
    public String secret(String question) throws FailedException {
        if (console.isPresent()) {
            char[] typed = console.get().readPassword("%s: ", question);
            return new String(typed == null ? new char[0] : typed);
        }
        return line();
    }

    /** Asks a question that {@code y} or {@code yes} agrees to. */
    public boolean agrees(String question) throws FailedException {
        err.print(question + " [y/N] ");
        err.flush();
        String answer = line().strip();
        return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    }

    private String line() throws FailedException {
        try {
            String line = in.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new FailedException("standard input: cannot be read: " + e.getMessage(), e);
        }
    }
}
