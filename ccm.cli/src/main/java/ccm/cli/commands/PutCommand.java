package ccm.cli.commands;

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

/** {@code put}: a file for a gateway, a certificate for example. */
public final class PutCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage(
                "put",
                "LOCAL [NAME]",
                "sends a file to a gateway, a certificate for example",
                "NAME   what it is called there; its own name when not given",
                List.of(Chunks.SIZE),
                true,
                "ccm put ca.pem");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        List<String> plain = words.plain(1, 2);
        int size = Chunks.size(words);
        Path local = Path.of(plain.get(0));
        byte[] content = read(local);
        String name = plain.size() == 2 ? plain.get(1) : local.getFileName().toString();
        try (Gateway gateway = Client.open(words, terminal)) {
            GatewayFiles.put(gateway, name, content, size);
        }
        if (!Client.json(words)) {
            terminal.err().println(name + ": " + content.length + " bytes");
        }
    }

    private static byte[] read(Path file) throws FailedException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new FailedException(
                    file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
