package ccm.cli.commands;

import ccm.cli.json.Json;
import ccm.cli.line.Command;
import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.rpc.Deadline;
import ccm.cli.rpc.Gateway;
import java.time.Duration;
import java.util.List;

/** {@code console}: the log of a gateway, live. */
public final class ConsoleCommand implements Command {
    private static final Option SECONDS =
            Option.value("--seconds", "N", "end after so long; 0: what there is, and no more");
    private static final long LONGEST_WAIT_MS = 10_000;
    private static final int LONGEST_S = 1_000_000;
    private static final Duration FOR_EVER = Duration.ofDays(3650);

    @Override
    public Usage usage() {
        return new Usage(
                "console",
                "",
                "prints the log of a gateway, live, until Ctrl-C",
                "",
                List.of(SECONDS),
                true,
                "ccm console --port ws://192.168.1.7/rpc --rpc-creds admin");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        words.plain(0, 0);
        Duration total =
                words.number(SECONDS.name(), 0, LONGEST_S)
                        .map(Duration::ofSeconds)
                        .orElse(FOR_EVER);
        Deadline end = Deadline.in(total);
        try (Gateway gateway = Client.open(words, terminal)) {
            long most = Math.min(LONGEST_WAIT_MS, gateway.timeout().toMillis() / 2);
            long after = 0;
            List<Json> lines;
            do {
                Json.Obj params =
                        new Json.Obj()
                                .put("after", after)
                                .put("wait_ms", Math.min(most, end.left()));
                Json log = gateway.call("Log.Read", params);
                lines = log.at("lines").map(Json::list).orElse(List.of());
                lines.forEach(line -> print(line, words, terminal));
                after = log.number("last").orElse(after);
            } while ((!lines.isEmpty() || !end.passed()) && !terminal.out().checkError());
        }
    }

    private static void print(Json line, Words words, Terminal terminal) {
        String text =
                Client.json(words)
                        ? line.compact()
                        : "%s %-5s %s"
                                .formatted(
                                        member(line, "time"),
                                        member(line, "level"),
                                        member(line, "text"));
        terminal.out().println(text);
    }

    private static String member(Json line, String name) {
        return line.at(name).map(Json::plain).orElse("");
    }
}
