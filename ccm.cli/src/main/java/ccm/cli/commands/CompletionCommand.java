package ccm.cli.commands;

import ccm.cli.line.Command;
import ccm.cli.line.FailedException;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import java.util.List;
import java.util.function.Supplier;

/** {@code completion}: the script that makes a shell complete this command. */
public final class CompletionCommand implements Command {
    private final Supplier<List<Usage>> commands;

    /**
     * Makes one.
     *
     * @param commands all commands there are, each with all of its options
     */
    public CompletionCommand(Supplier<List<Usage>> commands) {
        this.commands = commands;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "completion",
                "bash|zsh",
                "prints what makes the shell complete commands and options",
                "The first lines of the output say where to put it.",
                List.of(),
                false,
                "ccm completion bash >~/.local/share/bash-completion/completions/ccm");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        Completion completion = new Completion(commands.get());
        String shell = words.plain(1, 1).get(0);
        switch (shell) {
            case "bash" -> terminal.out().print(completion.bash());
            case "zsh" -> terminal.out().print(completion.zsh());
            default -> throw new UsageException(shell + ": not one of bash and zsh");
        }
    }
}
