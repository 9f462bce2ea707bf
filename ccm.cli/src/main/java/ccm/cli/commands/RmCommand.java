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

/** {@code rm}: removes a file of a gateway. */
public final class RmCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage(
                "rm",
                "FILE",
                "removes a file of a gateway",
                "",
                List.of(),
                true,
                "ccm rm old-ca.pem");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        String name = words.plain(1, 1).get(0);
        try (Gateway gateway = Client.open(words, terminal)) {
            gateway.call("FS.Remove", new Json.Obj().put("filename", name));
        }
    }
}
