package ccm.cli;

import ccm.cli.bundle.BundleCommand;
import ccm.cli.commands.CallCommand;
import ccm.cli.commands.Client;
import ccm.cli.commands.CompletionCommand;
import ccm.cli.commands.ConfigExportCommand;
import ccm.cli.commands.ConfigGetCommand;
import ccm.cli.commands.ConfigHistoryCommand;
import ccm.cli.commands.ConfigImportCommand;
import ccm.cli.commands.ConfigRollbackCommand;
import ccm.cli.commands.ConfigSetCommand;
import ccm.cli.commands.ConsoleCommand;
import ccm.cli.commands.FactoryResetCommand;
import ccm.cli.commands.GetCommand;
import ccm.cli.commands.LsCommand;
import ccm.cli.commands.OtaCommand;
import ccm.cli.commands.PutCommand;
import ccm.cli.commands.RmCommand;
import ccm.cli.commands.UserCommand;
import ccm.cli.commands.WifiCommand;
import ccm.cli.line.Command;
import ccm.cli.line.Usage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All commands that this program knows, in the order that help texts have. */
final class CommandTable {
    private static final List<Command> COMMANDS =
            List.of(
                    new CallCommand(),
                    new ConfigGetCommand(),
                    new ConfigSetCommand(),
                    new ConfigHistoryCommand(),
                    new ConfigRollbackCommand(),
                    new ConfigExportCommand(),
                    new ConfigImportCommand(),
                    new FactoryResetCommand(),
                    new WifiCommand(),
                    new LsCommand(),
                    new GetCommand(),
                    new PutCommand(),
                    new RmCommand(),
                    new ConsoleCommand(),
                    new UserCommand(),
                    new BundleCommand(),
                    new OtaCommand(),
                    new CompletionCommand(CommandTable::everything));

    private CommandTable() {}

    /** The usages of all of them, with all of their options. */
    static List<Usage> usages() {
        return COMMANDS.stream().map(CommandTable::usage).toList();
    }

    /** Those, the commands beside this program, and the words of the script around it. */
    static List<Usage> everything() {
        return Stream.of(
                        usages().stream(),
                        Extensions.all().stream().map(CommandTable::usage),
                        ScriptWords.USAGES.stream())
                .flatMap(each -> each)
                .toList();
    }

    /** Finds one of ours, or one beside this program. */
    static Optional<Command> find(String name) {
        return named(name, COMMANDS)
                .or(() -> name.isEmpty() ? Optional.empty() : named(name, Extensions.all()));
    }

    private static Optional<Command> named(String name, List<Command> commands) {
        return commands.stream().filter(each -> each.usage().name().equals(name)).findFirst();
    }

    /** All options of a command, those of every client included. */
    static Usage usage(Command command) {
        Usage own = command.usage();
        return own.client() ? own.with(Client.OPTIONS) : own;
    }
}
