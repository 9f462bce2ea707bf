package ccm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.commands.Client;
import ccm.cli.line.Option;
import ccm.cli.line.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * docs/commands.md says what the commands say of themselves. To write it anew: {@code mvn -pl
 * ccm.cli -am test -Dtest=CommandsPageTest -Dccm.write=true
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class CommandsPageTest {
    private static final Path PAGE = Path.of("../docs/commands.md");
    private static final Path SCRIPT = Path.of("../ccm");
    private static final String HEAD =
            """
            # Commands

            The client commands of `./ccm` (in a checkout) or `ccm` (installed), one by one. This page is made from the commands themselves, and a
            test compares. Options are GNU style: `--name=VALUE` and `--name VALUE` are the same, `--` ends them, and those of all client
            commands may stand before the command. Status 0 is success, 1 failure, 2 wrong usage, 3 something that is left for you to type.
            The setup commands of the clouds are on the clouds' own pages, and `ccm help azure-iot-setup` for one has all of its options.

            ## Options of every client command

            %s
            | `--port` | Way |
            |---|---|
            | none, or `unix://FILE` | the local socket of the gateway whose data folder is `--data` |
            | `ws://HOST[:PORT]/rpc`, `wss://…` | WebSocket |
            | `http://HOST[:PORT]/rpc`, `https://…` | HTTP; `/rpc` when no path is given |
            | `mqtt://BROKER[:1883]/DEVICE_ID`, `mqtts://…:8883/…` | through an MQTT broker to the gateway whose `device.id` that is |
            | `/dev/ttyUSB0`, `serial://…`, `auto` | the serial console; `auto` is the first USB adapter |
            | `tcp://HOST:PORT`, `udp://HOST:PORT` | lines, datagrams |

            `CCM_PORT`, `CCM_DATA`, `CCM_RPC_CREDS` and `CCM_MQTT_CREDS` in the environment say the same as the options of those names. A password need
            not stand on a command line, where others on the machine can see it: give `@FILE`, the variable, or the user alone, and it is asked for.
            """;

    @Test
    void thePageListsWhatTheCommandsSayOfThemselves() throws IOException {
        if (Boolean.getBoolean("ccm.write")) {
            Files.writeString(PAGE, page());
        }
        assertEquals(page(), Files.readString(PAGE), "write it anew: see this test's comment");
    }

    @Test
    void everyCommandHasAnExampleOfItself() {
        for (Usage usage : CommandTable.usages()) {
            assertTrue(usage.example().startsWith("ccm " + usage.name()), usage.name());
        }
    }

    @Test
    void theScriptPassesAllOfThemOn() throws IOException {
        String script = Files.readString(SCRIPT);
        String words = script.replaceFirst("(?s).*\nCLIENT_WORDS='([^']*)'.*", "$1");
        assertEquals(
                CommandTable.usages().stream().map(Usage::name).sorted().toList(),
                List.of(words.split("\\s+")).stream().sorted().toList());
        String help = script.replaceFirst("(?s).*?\nHELP='([^']*)'.*", "$1");
        for (Usage usage : CommandTable.everything()) {
            assertTrue(
                    help.matches("(?s).*[ ,]" + usage.name() + "\\b.*"),
                    usage.name() + ": not in the help of the script");
        }
    }

    private static String page() {
        return HEAD.formatted(table(Client.OPTIONS))
                + CommandTable.usages().stream()
                        .map(CommandsPageTest::section)
                        .collect(Collectors.joining());
    }

    private static String section(Usage usage) {
        List<Option> own =
                usage.options().stream()
                        .filter(option -> !usage.client() || !Client.OPTIONS.contains(option))
                        .toList();
        String details = usage.details().isEmpty() ? "" : block(usage.details());
        return "\n## %s\n\n%s\n%s%s%s\nExample: `%s`\n"
                .formatted(
                        usage.name(),
                        block(usage.typed() + (usage.options().isEmpty() ? "" : " [OPTION]…")),
                        capital(usage.summary()) + ".\n",
                        details.isEmpty() ? "" : "\n" + details,
                        own.isEmpty() ? "" : "\n" + table(own),
                        usage.example());
    }

    private static String block(String text) {
        return text.lines().map(line -> "    " + line + "\n").collect(Collectors.joining());
    }

    private static String table(List<Option> options) {
        return options.stream()
                .map(
                        option ->
                                "| `%s` | %s |\n"
                                        .formatted(
                                                option.shown().replace("|", "\\|"), option.help()))
                .collect(Collectors.joining("", "| Option | |\n|---|---|\n", ""));
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
