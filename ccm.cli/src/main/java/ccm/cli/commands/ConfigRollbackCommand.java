package ccm.cli.commands;

import ccm.cli.json.Json;
import ccm.cli.line.Command;
import ccm.cli.line.FailedException;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.rpc.Gateway;
import java.util.List;

/** {@code config-rollback}: back to a layer that was saved earlier. */
public final class ConfigRollbackCommand implements Command {
    private static final int LAST = Integer.MAX_VALUE;

    @Override
    public Usage usage() {
        return new Usage(
                "config-rollback",
                "N",
                "goes back to a layer that was saved earlier",
                "N   its number in config-history",
                List.of(),
                true,
                "ccm config-rollback 1");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        int number = Words.number("config-rollback", words.plain(1, 1).get(0), 1, LAST);
        try (Gateway gateway = Client.open(words, terminal)) {
            Json result = gateway.call("Config.Rollback", new Json.Obj().put("n", number));
            terminal.out().println(Client.json(words) ? result.compact() : "saved");
        }
    }
}
