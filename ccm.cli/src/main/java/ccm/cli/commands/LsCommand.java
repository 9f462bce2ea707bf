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
import java.util.Comparator;
import java.util.List;

/** {@code ls}: the files of a gateway. */
public final class LsCommand implements Command {
    private static final Option LONG = Option.flag("-l", "with their sizes").or("--long");

    @Override
    public Usage usage() {
        return new Usage(
                "ls",
                "[PATH]",
                "lists the files of a gateway",
                "PATH   only for devices that have folders; / when not given",
                List.of(LONG),
                true,
                "ccm ls -l");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        List<String> plain = words.plain(0, 1);
        boolean sizes = words.has(LONG.name());
        Json.Obj params = new Json.Obj().put("path", plain.isEmpty() ? "/" : plain.get(0));
        try (Gateway gateway = Client.open(words, terminal)) {
            Json files = gateway.call(sizes ? "FS.ListExt" : "FS.List", params);
            if (Client.json(words)) {
                terminal.out().println(files.compact());
                return;
            }
            files.list().stream()
                    .sorted(Comparator.comparing(LsCommand::name))
                    .forEach(file -> terminal.out().println(sizes ? line(file) : name(file)));
        }
    }

    private static String line(Json file) {
        return "%10d %s".formatted(file.number("size").orElse(0L), name(file));
    }

    private static String name(Json file) {
        return file.text("name").orElseGet(file::plain);
    }
}
