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
import java.util.Arrays;
import java.util.Base64;
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
            int offset = 0;
            do { // an empty file is one empty chunk
                int end = Math.min(content.length, offset + size);
                send(gateway, name, offset, Arrays.copyOfRange(content, offset, end));
                offset = end;
            } while (offset < content.length);
        }
        if (!Client.json(words)) {
            terminal.err().println(name + ": " + content.length + " bytes");
        }
    }

    private static void send(Gateway gateway, String name, int offset, byte[] data)
            throws FailedException {
        Chunks.call(
                gateway,
                "FS.Put",
                new Json.Obj()
                        .put("filename", name)
                        .put("offset", offset)
                        .put("append", offset > 0)
                        .put("data", Base64.getEncoder().encodeToString(data)));
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
