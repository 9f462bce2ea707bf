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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code config-import}: takes over what was exported. */
public final class ConfigImportCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage(
                "config-import",
                "FILE",
                "takes over a document that config-export wrote",
                """
                All of it is checked first; what does not fit changes nothing. The passphrase of
                sealed secrets is asked for, or read from standard input.""",
                List.of(),
                true,
                "ccm config-import settings.json");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        Json document = read(Path.of(words.plain(1, 1).get(0)));
        Json.Obj params = new Json.Obj().put("export", document);
        if (document.at("secrets").isPresent()) {
            params.put("passphrase", terminal.secret("Passphrase of the secrets"));
        }
        try (Gateway gateway = Client.open(words, terminal)) {
            Json result = gateway.call("Config.Import", params);
            terminal.out().println(Client.json(words) ? result.compact() : "imported");
        }
    }

    private static Json read(Path file) throws FailedException {
        try {
            return Json.read(Files.readString(file));
        } catch (IOException e) {
            throw new FailedException(
                    file
                            + ": not a document of config-export ("
                            + e.getMessage().lines().findFirst().orElse("")
                            + ")",
                    e);
        }
    }
}
