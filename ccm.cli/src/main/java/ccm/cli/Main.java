package ccm.cli;

import ccm.cli.commands.Client;
import ccm.cli.line.Command;
import ccm.cli.line.FailedException;
import ccm.cli.line.Help;
import ccm.cli.line.Option;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program behind the client commands: the first word that is no option says which one. */
public final class Main {
    private static final int OK = 0;
    private static final int USAGE = 2;

    private final Terminal terminal;

    /** Makes one that prints and asks there. */
    public Main(Terminal terminal) {
        this.terminal = terminal;
    }

    public static void main(String[] args) {
        PrintStream out = printer(FileDescriptor.out);
        PrintStream err = printer(FileDescriptor.err);
        Terminal terminal =
                new Terminal(
                        out,
                        err,
                        System.in,
                        System.getenv(),
                        Optional.ofNullable(System.console()));
        System.exit(new Main(terminal).run(List.of(args)));
    }

    /** Returns the exit status. */
    public int run(List<String> words) {
        List<String> rest = new ArrayList<>(words);
        int at = commandAt(rest);
        String name = at < rest.size() ? rest.remove(at) : "";
        Optional<Command> found = CommandTable.find(name);
        if (found.isEmpty()) {
            terminal.err().println("ccm: " + unknown(name));
            return USAGE;
        }
        Usage usage = CommandTable.usage(found.get());
        if (rest.contains("--help") || rest.contains("-h")) {
            terminal.out().println(Help.of(usage));
            return OK;
        }
        try {
            found.get().run(Words.parse(usage, rest), terminal);
            return OK;
        } catch (UsageException e) {
            terminal.err().println("ccm " + name + ": " + e.getMessage() + "\n\n" + Help.of(usage));
            return USAGE;
        } catch (FailedException e) {
            terminal.err().println(e.getMessage());
            return e.status();
        }
    }

    /** Where the command is: options that all clients have may stand before it. */
    private static int commandAt(List<String> words) {
        int at = 0;
        while (at < words.size() && Words.isOption(words.get(at))) {
            String word = words.get(at);
            boolean valueBehind =
                    Client.OPTIONS.stream()
                            .filter(Option::takesValue)
                            .anyMatch(option -> option.names().contains(word));
            at += valueBehind ? 2 : 1;
        }
        return at;
    }

    private static String unknown(String word) {
        return (word.isEmpty() ? "no command" : word + ": not a client command")
                + ". There is: "
                + Stream.concat(
                                CommandTable.usages().stream(),
                                Extensions.all().stream().map(Command::usage))
                        .map(Usage::name)
                        .collect(Collectors.joining(", "));
    }

    private static PrintStream printer(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
