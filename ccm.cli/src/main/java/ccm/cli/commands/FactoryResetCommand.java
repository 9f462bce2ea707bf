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

/** {@code factory-reset}: what users did with the gateway goes, the vendor's stays. */
public final class FactoryResetCommand implements Command {
    private static final Option YES = Option.flag("--yes", "do not ask").or("-y");
    private static final String GOES =
            """
            %s goes back to what its vendor made of it.
            These go:   the user's settings and their history, WiFi among them; users and passwords;
                        uploaded files and keys; stored messages; shadows; the log.
            These stay: the vendor's settings and the files that they name, the key of the device,
                        its certificate by a vendor's claim, the firmware of the host.
            """;

    @Override
    public Usage usage() {
        return new Usage(
                "factory-reset",
                "",
                "takes a gateway back to what its vendor made of it, and restarts it",
                """
                Says what goes and what stays, and asks. A gateway on this machine that is not
                running is reset when it is started next.""",
                List.of(YES),
                true,
                "ccm factory-reset --yes");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        words.plain(0, 0);
        Optional<IdleGateway> idle =
                Client.port(words, terminal).isEmpty()
                        ? IdleGateway.of(Client.data(words, terminal))
                        : Optional.empty();
        if (idle.isPresent()) {
            try (IdleGateway folder = idle.get()) {
                ask(words, terminal, folder.name());
                folder.decideReset();
                terminal.out()
                        .println(
                                Client.json(words)
                                        ? "{\"saved\":true}"
                                        : "it is not running; its next start begins with the reset");
            }
            return;
        }
        try (Gateway gateway = Client.open(words, terminal)) {
            ask(words, terminal, gateway.name());
            Json result = gateway.call("Config.FactoryReset");
            terminal.out().println(Client.json(words) ? result.compact() : "reset; it restarts");
        }
    }

    private static void ask(Words words, Terminal terminal, String name) throws FailedException {
        if (words.has(YES.name())) {
            return;
        }
        terminal.err().printf(GOES, name);
        if (!terminal.agrees("Reset it?")) {
            throw new FailedException("factory-reset: nothing was changed. --yes does not ask");
        }
    }
}
