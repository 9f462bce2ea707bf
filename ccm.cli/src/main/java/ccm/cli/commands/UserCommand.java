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

/** {@code user}: who may log in. */
public final class UserCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage(
                "user",
                "add|rm|list [NAME]",
                "says who may log in at a gateway",
                """
                add NAME   defines a user, or gives one a new password; the password is asked for,
                           or read from standard input
                rm NAME    removes one
                list       tells the names""",
                List.of(),
                true,
                "ccm user add admin");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        List<String> plain = words.plain(1, 2);
        switch (plain.get(0)) {
            case "add" -> add(name(plain), words, terminal);
            case "rm" -> remove(name(plain), words, terminal);
            case "list" -> list(words, terminal);
            default -> throw new UsageException(plain.get(0) + ": not one of add, rm and list");
        }
    }

    private static void add(String name, Words words, Terminal terminal)
            throws UsageException, FailedException {
        String password = terminal.secret("New password of " + name);
        if (terminal.interactive() && !terminal.secret("Once more").equals(password)) {
            throw new FailedException(name + ": the two passwords differ. Nothing was changed");
        }
        if (password.isEmpty()) {
            throw new FailedException(name + ": no password. Nothing was changed");
        }
        try (Gateway gateway = Client.open(words, terminal)) {
            gateway.call("Users.Set", new Json.Obj().put("user", name).put("password", password));
        }
    }

    private static void remove(String name, Words words, Terminal terminal)
            throws UsageException, FailedException {
        try (Gateway gateway = Client.open(words, terminal)) {
            gateway.call("Users.Remove", new Json.Obj().put("user", name));
        }
    }

    private static void list(Words words, Terminal terminal)
            throws UsageException, FailedException {
        try (Gateway gateway = Client.open(words, terminal)) {
            Json result = gateway.call("Users.List");
            Json users = result.at("users").orElse(result);
            if (Client.json(words)) {
                terminal.out().println(users.compact());
            } else {
                users.list().forEach(user -> terminal.out().println(shown(user)));
            }
        }
    }

    private static String shown(Json user) {
        return user.text("user").or(() -> user.text("name")).orElseGet(user::plain);
    }

    private static String name(List<String> plain) throws UsageException {
        if (plain.size() < 2) {
            throw new UsageException("user " + plain.get(0) + ": the name is missing");
        }
        return plain.get(1);
    }
}
