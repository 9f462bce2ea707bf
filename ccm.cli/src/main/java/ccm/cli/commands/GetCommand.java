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

/** {@code get}: a file of a gateway. */
public final class GetCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage(
                "get",
                "FILE [LOCAL]",
                "fetches a file of a gateway",
                "LOCAL   where it is written to; standard output when not given",
                List.of(Chunks.SIZE),
                true,
                "ccm get ca.pem ca.pem");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        List<String> plain = words.plain(1, 2);
        int size = Chunks.size(words);
        byte[] content;
        try (Gateway gateway = Client.open(words, terminal)) {
            content = GatewayFiles.get(gateway, plain.get(0), size);
        }
        if (plain.size() == 1) {
            terminal.out().write(content, 0, content.length);
            terminal.out().flush();
            return;
        }
        try {
            Files.write(Path.of(plain.get(1)), content);
        } catch (IOException e) {
            throw new FailedException(plain.get(1) + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
