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
import java.util.Optional;

/** {@code config-get}: the configuration, a part of it, or one value. */
public final class ConfigGetCommand implements Command {
    static final Option LEVEL =
            Option.value("--level", "N", "of layers 0 to N alone; the running one when not given");
    static final int LAST_LEVEL = 9;

    @Override
    public Usage usage() {
        return new Usage(
                "config-get",
                "[KEY]",
                "prints the configuration, a part of it, or one value",
                "KEY   a path such as mqtt or mqtt.server. Secrets are shown as ********.",
                List.of(LEVEL),
                true,
                "ccm config-get mqtt.server");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        List<String> plain = words.plain(0, 1);
        Optional<Integer> level = words.number(LEVEL.name(), 0, LAST_LEVEL);
        try (Gateway gateway = Client.open(words, terminal)) {
            // the whole tree, as every device has it; the path is looked up here
            Settings settings =
                    new Settings(
                            gateway.call(
                                    "Config.Get",
                                    level.map(number -> new Json.Obj().put("level", number))));
            Json value = plain.isEmpty() ? settings.tree() : settings.at(plain.get(0));
            terminal.out().println(Client.json(words) ? value.compact() : shown(value));
        }
    }

    private static String shown(Json value) {
        return value instanceof Json.Text text ? text.value() : value.pretty();
    }
}
