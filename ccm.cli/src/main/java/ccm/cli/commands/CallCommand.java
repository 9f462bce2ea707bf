package ccm.cli.commands;

import ccm.cli.json.Json;
import ccm.cli.line.Command;
import ccm.cli.line.FailedException;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.rpc.Gateway;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code call}: one call to a gateway, or through it to its host. */
public final class CallCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage(
                "call",
                "METHOD [PARAMS]",
                "calls a method of a gateway, or of its host, and prints the result",
                """
                METHOD   RPC.List tells them all; Host.X is the host's own X
                PARAMS   JSON, in single quotes""",
                List.of(),
                true,
                "ccm call MQTT.Pub '{\"topic\":\"t1\",\"message\":\"hello\",\"qos\":1}'");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        if (words.plain().isEmpty()) {
            throw new UsageException("no method. Try: ccm call RPC.List");
        }
        if (words.plain().size() > 2) {
            throw new UsageException(
                    words.plain().get(2) + ": too much. Put the params into one pair of quotes");
        }
        Optional<Json> params = Optional.empty();
        if (words.plain().size() == 2) {
            params = Optional.of(params(words.plain().get(1)));
        }
        try (Gateway gateway = Client.open(words, terminal)) {
            Json result = gateway.call(words.plain().get(0), params);
            terminal.out().println(Client.json(words) ? result.compact() : result.pretty());
        }
    }

    /** Checked here, so that a typing mistake is told before anything is sent. */
    private static Json params(String text) throws UsageException {
        try {
            return Json.read(text);
        } catch (IOException e) {
            String why = e.getMessage().lines().findFirst().orElse("");
            throw new UsageException(
                    "params "
                            + text
                            + ": not JSON ("
                            + why
                            + "). Quote them for the shell: '{\"name\":\"value\"}'");
        }
    }
}
