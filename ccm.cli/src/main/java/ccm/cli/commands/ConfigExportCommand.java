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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code config-export}: what was saved, as one document. */
public final class ConfigExportCommand implements Command {
    private static final Option SECRETS =
            Option.flag("--secrets", "secrets too, sealed with a passphrase");

    @Override
    public Usage usage() {
        return new Usage(
                "config-export",
                "[FILE]",
                "writes what the user set into one document, for config-import",
                """
                FILE   standard output when not given
                Secrets stay behind, unless --secrets seals them with a passphrase, which is asked
                for, or read from standard input.""",
                List.of(SECRETS),
                true,
                "ccm config-export settings.json");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        List<String> plain = words.plain(0, 1);
        Optional<Json> params = Optional.empty();
        if (words.has(SECRETS.name())) {
            String passphrase = terminal.secret("Passphrase for the secrets");
            params = Optional.of(new Json.Obj().put("passphrase", passphrase));
        }
        try (Gateway gateway = Client.open(words, terminal)) {
            Json document = gateway.call("Config.Export", params);
            String text = Client.json(words) ? document.compact() : document.pretty();
            if (plain.isEmpty()) {
                terminal.out().println(text);
            } else {
                write(Path.of(plain.get(0)), text + "\n");
            }
        }
    }

    private static void write(Path file, String text) throws FailedException {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new FailedException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
