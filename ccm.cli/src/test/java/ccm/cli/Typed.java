package ccm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.line.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The command as it is typed, in this process. */
public final class Typed {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String input = "";
    private Map<String, String> environment = Map.of();

    /** What standard input will say. */
    public Typed input(String text) {
        input = text;
        return this;
    }

    /** What the environment holds. */
    public Typed environment(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    /** Runs it; returns the exit status. Output of earlier runs is forgotten. */
    public int run(String... words) {
        out.reset();
        err.reset();
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        new ByteArrayInputStream(input.getBytes(UTF_8)),
                        environment,
                        Optional.empty());
        return new Main(terminal).run(Arrays.asList(words));
    }

    /** What it printed. */
    public String out() {
        return out.toString(UTF_8);
    }

    /** The very bytes of that. */
    public byte[] outBytes() {
        return out.toByteArray();
    }

    /** What it said besides. */
    public String err() {
        return err.toString(UTF_8);
    }
}
