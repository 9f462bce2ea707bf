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
import java.util.Map;
import java.util.stream.Collectors;

/** {@code config-history}: the layers that were saved lately. */
public final class ConfigHistoryCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage(
                "config-history",
                "",
                "lists the last saved layers, each with the number that config-rollback takes",
                "",
                List.of(),
                true,
                "ccm config-history");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        words.plain(0, 0);
        try (Gateway gateway = Client.open(words, terminal)) {
            Json result = gateway.call("Config.History");
            if (Client.json(words)) {
                terminal.out().println(result.compact());
                return;
            }
            Json entries = result.at("history").orElse(result);
            entries.list().forEach(entry -> terminal.out().println(line(entry)));
        }
    }

    /** Whatever an entry has, {@code n 1, level 9, …}. */
    private static String line(Json entry) {
        if (!(entry instanceof Json.Obj object)) {
            return entry.plain();
        }
        return object.members().entrySet().stream()
                .map(ConfigHistoryCommand::shown)
                .collect(Collectors.joining("  "));
    }

    private static String shown(Map.Entry<String, Json> member) {
        return member.getKey() + " " + member.getValue().plain();
    }
}
