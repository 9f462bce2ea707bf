package ccm.cli.commands;

import ccm.cli.json.Json;
import ccm.cli.line.Command;
import ccm.cli.line.FailedException;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.rpc.Gateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
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
            content = fetch(gateway, plain.get(0), size);
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

    private static byte[] fetch(Gateway gateway, String name, int size) throws FailedException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        long left = 1;
        while (left > 0) {
            Json.Obj params =
                    new Json.Obj()
                            .put("filename", name)
                            .put("len", size)
                            .put("offset", content.size());
            Json part = Chunks.call(gateway, "FS.Get", params);
            byte[] data = data(name, part);
            content.writeBytes(data);
            left = data.length == 0 ? 0 : part.number("left").orElse(0L);
        }
        return content.toByteArray();
    }

    private static byte[] data(String name, Json part) throws FailedException {
        try {
            return Base64.getDecoder().decode(part.text("data").orElse(""));
        } catch (IllegalArgumentException e) {
            throw new FailedException(name + ": the gateway sent something else than base64", e);
        }
    }
}
