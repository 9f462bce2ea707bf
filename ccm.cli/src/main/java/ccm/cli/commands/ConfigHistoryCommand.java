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
            result.at("entries").orElse(result).list().stream()
                    .map(ConfigHistoryCommand::line)
                    .forEach(terminal.out()::println);
        }
    }

    private static String line(Json entry) {
        String paths =
                entry.at("paths").map(Json::list).orElse(List.of()).stream()
                        .map(Json::plain)
                        .collect(Collectors.joining(" "));
        return "%3s  %s  %s  by %s  %s"
                .formatted(
                        member(entry, "n"),
                        member(entry, "time"),
                        member(entry, "what"),
                        member(entry, "by"),
                        paths)
                .stripTrailing();
    }

    private static String member(Json entry, String name) {
        return entry.at(name).map(Json::plain).orElse("");
    }
}
