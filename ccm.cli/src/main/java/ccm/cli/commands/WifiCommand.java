package ccm.cli.commands;

import ccm.cli.line.Command;
import ccm.cli.line.FailedException;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.rpc.Gateway;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code wifi}: joins a network, and closes the access point. */
public final class WifiCommand implements Command {
    @Override
    public Usage usage() {
        return new Usage(
                "wifi",
                "SSID [PASS]",
                "joins a WiFi network and closes the access point of the device",
                """
                Without PASS it is asked for, or read from standard input: others on this machine
                can see what is typed on a command line. '' joins an open network.""",
                ConfigChange.OPTIONS,
                true,
                "ccm wifi 'My network'");
    }

    @Override
    public void run(Words words, Terminal terminal) throws UsageException, FailedException {
        List<String> plain = words.plain(1, 2);
        ConfigChange change = new ConfigChange(words);
        String ssid = plain.get(0);
        String password = plain.size() == 2 ? plain.get(1) : terminal.secret("Password of " + ssid);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("wifi.ap.enable", "false");
        values.put("wifi.sta.enable", "true");
        values.put("wifi.sta.ssid", ssid);
        values.put("wifi.sta.pass", password);
        try (Gateway gateway = Client.open(words, terminal)) {
            change.apply(gateway, values, terminal);
        }
    }
}
