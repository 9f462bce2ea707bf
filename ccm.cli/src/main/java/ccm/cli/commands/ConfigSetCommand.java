package ccm.cli.commands;

import ccm.cli.line.Command;
import ccm.cli.line.FailedException;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.rpc.Gateway;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code config-set}: changes settings and saves them. */
public final class ConfigSetCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage(
                "config-set",
                "KEY=VALUE…",
                "changes settings and saves them",
                """
                Each value gets the type that the setting has now. A CCM gateway applies a change at
                once, so nothing is restarted; any other device is told to restart.""",
                ConfigChange.OPTIONS,
                true,
                "ccm config-set mqtt.enable=true mqtt.server=HOST:PORT");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : words.plain(1, Integer.MAX_VALUE)) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new UsageException(word + ": not KEY=VALUE, as in mqtt.enable=true");
            }
            values.put(word.substring(0, equals), word.substring(equals + 1));
        }
        ConfigChange change = new ConfigChange(words);
        try (Gateway gateway = Client.open(words, terminal)) {
            change.apply(gateway, values, terminal);
        }
    }
}
