package ccm.cli.commands;

import ccm.cli.json.Json;
import ccm.cli.line.Command;
import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.rpc.Gateway;
import java.util.List;

/** {@code factory-reset}: the user's settings go, the vendor's stay. */
public final class FactoryResetCommand implements Command {
    private static final Option YES = Option.flag("--yes", "do not ask").or("-y");

    @Override
    public Usage usage() {
        return new Usage(
                "factory-reset",
                "",
                "removes the user's settings and restarts; the vendor's stay",
                "",
                List.of(YES),
                true,
                "ccm factory-reset --yes");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        words.plain(0, 0);
        try (Gateway gateway = Client.open(words, terminal)) {
            String question = "Remove all of the user's settings of " + gateway.name() + "?";
            if (!words.has(YES.name()) && !terminal.agrees(question)) {
                throw new FailedException("factory-reset: nothing was changed. --yes does not ask");
            }
            Json result = gateway.call("Config.FactoryReset");
            terminal.out().println(Client.json(words) ? result.compact() : "reset; it restarts");
        }
    }
}
