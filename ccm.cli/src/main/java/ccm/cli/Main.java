package ccm.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The program behind the client commands: the first word says which one. */
public final class Main {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final Map<String, Command> COMMANDS =
            new TreeMap<>(Map.of("call", new CallCommand()));

    private final PrintStream out;
    private final PrintStream err;

    Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new Main(out, err).run(List.of(args)));
    }

    /** Returns the exit status. */
    int run(List<String> words) {
        String word = words.isEmpty() ? "" : words.get(0);
        Command command = COMMANDS.get(word);
        if (command == null) {
            err.println("ccm: " + unknown(word));
            return USAGE;
        }
        if (words.contains("--help") || words.contains("-h")) {
            out.println(command.help());
            return OK;
        }
        try {
            command.run(words.subList(1, words.size()), out);
            return OK;
        } catch (UsageException e) {
            err.println("ccm " + word + ": " + e.getMessage() + "\n\n" + command.help());
            return USAGE;
        } catch (CallFailedException e) {
            err.println(e.getMessage());
            return FAILED;
        }
    }

    private static String unknown(String word) {
        return (word.isEmpty() ? "no command" : word + ": not a client command")
                + ". There is: "
                + String.join(", ", COMMANDS.keySet());
    }
}
