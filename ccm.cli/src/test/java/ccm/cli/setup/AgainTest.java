package ccm.cli.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.cli.commands.Client;
import ccm.cli.line.Option;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgainTest {
    private static final Option FILE = Option.value("--file", "FILE", "a file");
    private static final Option OTHER = Option.value("--other", "X", "left out");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=ws://h/rpc --json --timeout=5|--port ws://h/rpc",
                "--data=/d --insecure --cert-file=c.pem|--data /d --cert c.pem --insecure",
                "--rpc-creds=joe:secret --mqtt-creds=@login|--rpc-creds joe --mqtt-creds @login",
                "--file=a&b --other=x|--file 'a&b'",
            })
    void theWayToTheGatewayIsKeptAndNoPasswordIs(String typed, String again) throws UsageException {
        assertEquals("ccm x-setup " + again, line(typed.split(" ")));
    }

    @Test
    void whatAShellWouldTakeApartIsQuoted() throws UsageException {
        assertEquals("ccm x-setup --file 'it'\\''s here'", line("--file=it's here"));
        assertEquals("ccm x-setup --file ''", line("--file="));
        assertEquals("ccm x-setup", line());
    }

    private static String line(String... words) throws UsageException {
        Usage usage =
                new Usage("x-setup", "", "is a test", "", List.of(FILE, OTHER), true, "x-setup")
                        .with(Client.OPTIONS);
        return Again.line("x-setup", List.of(FILE), Words.parse(usage, Arrays.asList(words)));
    }
}
