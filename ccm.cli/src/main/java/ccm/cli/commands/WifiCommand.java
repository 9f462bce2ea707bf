package ccm.cli.commands;

import ccm.cli.json.Json;
import ccm.cli.line.Command;
import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.rpc.CallException;
import ccm.cli.rpc.Gateway;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code wifi}: joins a network. */
public final class WifiCommand implements Command {
    private static final String JOIN = "Provision.Join";
    private static final String JOIN_FOR_NOW = "Wifi.SetupSTA";
    private static final Duration PATIENCE = Duration.ofSeconds(45); // provision.try_s and more
    private static final Option NO_TRY =
            Option.flag(
                    "--no-try", "set and save it without trying it, and close the access point");
    private static final List<Option> OPTIONS =
            Stream.concat(Stream.of(NO_TRY), ConfigChange.OPTIONS.stream()).toList();

    @Override
    public Usage usage() {
        return new Usage(
                "wifi",
                "SSID [PASS]",
                "joins a WiFi network",
                """
                The gateway tries it, saves it when it works, and says why when it does not; then
                nothing is changed. Devices that cannot try it save it and close their access point,
                and so does the gateway with any of the options from --no-try to --level. With
                --no-save alone it joins the network until the settings change or it restarts.
                Without PASS it is asked for, or read from standard input: others on this machine
                can see what is typed on a command line. '' joins an open network.""",
                OPTIONS,
                true,
                "ccm wifi 'My network'");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        List<String> plain = words.plain(1, 2);
        ConfigChange change = new ConfigChange(words);
        List<Option> given = OPTIONS.stream().filter(option -> words.has(option.name())).toList();
        boolean unseen = !given.isEmpty() && !given.equals(List.of(ConfigChange.NO_SAVE));
        String ssid = plain.get(0);
        String password = plain.size() == 2 ? plain.get(1) : terminal.secret("Password of " + ssid);
        try (Gateway gateway = Client.open(words, terminal, PATIENCE)) {
            Json.Obj network = new Json.Obj().put("ssid", ssid).put("pass", password);
            String method = given.isEmpty() ? JOIN : JOIN_FOR_NOW;
            if (unseen || !joined(gateway, method, network, words, terminal)) {
                change.apply(gateway, settings(ssid, password), terminal);
            }
        }
    }

    /** Has the gateway try it; false when it is one that cannot. */
    private static boolean joined(
            Gateway gateway, String method, Json.Obj network, Words words, Terminal terminal)
            throws FailedException {
        Json result;
        try {
            result = gateway.call(method, network);
        } catch (CallException e) {
            if (e.unknownMethod()) {
                return false;
            }
            throw new FailedException(
                    e.getMessage() + "\nNothing was changed. --no-try saves it all the same", e);
        }
        terminal.out()
                .println(
                        Client.json(words)
                                ? result.compact()
                                : result.text("text").orElse("set, not saved: joins it now"));
        return true;
    }

    private static Map<String, String> settings(String ssid, String password) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("wifi.ap.enable", "false");
        values.put("wifi.sta.enable", "true");
        values.put("wifi.sta.ssid", ssid);
        values.put("wifi.sta.pass", password);
        return values;
    }
}
