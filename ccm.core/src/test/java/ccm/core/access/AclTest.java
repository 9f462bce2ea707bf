package ccm.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.rpc.RpcPeer;
import ccm.api.rpc.RpcPeer.Zone;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AclTest {
    private static final String SAMPLE =
            """
            [
              {"method": "FS.*",     "acl": "-*"}
              {"method": "Sys.Ping", "acl": "*"}
              {"method": "Config.*", "acl": "+admin,-*"}
              {"method": "Log.*",    "ch_type": "MQTT", "acl": "-*"}
              {"method": "Log.*",    "acl": "+op*"}
              {"method": "LED.*|Motor.*", "acl": "-joe,+@local,+*"},
              {"method": "Free.*",   "acl": "+*"}
              {"method": "Plain",    "acl": "joe"}
              {"method": "**",       "acl": "+@host,+@local,+*"}
            ]
            """;

    /** Columns: method, channel, zone, user, what becomes of the call. */
    @ParameterizedTest
    @CsvSource({
        "FS.Get, HTTP, NETWORK, admin, DENIED",
        "FS.Get, HTTP, NETWORK, '', DENIED",
        "fs.get, UART, HOST, '', DENIED",
        "Sys.Ping, HTTP, NETWORK, '', ALLOWED",
        "Config.Set, HTTP, NETWORK, admin, ALLOWED",
        "Config.Set, HTTP, NETWORK, ADMIN, ALLOWED",
        "Config.Set, HTTP, NETWORK, joe, DENIED",
        "Config.Set, HTTP, NETWORK, '', LOGIN",
        "Config.Set, HTTP, LOCAL, '', LOGIN",
        "Config.Set, UART, HOST, '', DENIED",
        "Log.Read, MQTT, NETWORK, op1, DENIED",
        "Log.Read, HTTP, NETWORK, op1, ALLOWED",
        "Log.Read, mqtt, NETWORK, op1, ALLOWED",
        "Log.Read, HTTP, NETWORK, joe, DENIED",
        "Motor.Run, HTTP, NETWORK, joe, DENIED",
        "Motor.Run, HTTP, NETWORK, sue, ALLOWED",
        "Motor.Run, HTTP, LOCAL, '', ALLOWED",
        "Motor.Run, HTTP, LOCAL, joe, DENIED",
        "Free.X, UDP_in, NETWORK, '', ALLOWED",
        "Plain, HTTP, NETWORK, joe, ALLOWED",
        "Plain, HTTP, NETWORK, sue, DENIED",
        "Other, UART, HOST, '', ALLOWED",
        "Other, local, LOCAL, '', ALLOWED",
        "Other, HTTP, NETWORK, joe, ALLOWED",
        "Other, HTTP, NETWORK, '', LOGIN"
    })
    void theFirstEntryThatCoversACallDecides(
            String method, String channel, Zone zone, String user, Acl.Verdict expected)
            throws IOException {
        RpcPeer peer = new RpcPeer(channel, "here", zone, user);
        assertEquals(expected, Acl.parse(SAMPLE).decide(List.of(method), peer));
    }

    @Test
    void whatNoEntryCoversIsDenied() throws IOException {
        RpcPeer host = RpcPeer.host("/dev/ttyS0");
        String list = "[{\"method\":\"A\",\"acl\":\"*\"}]";
        assertEquals(Acl.Verdict.DENIED, Acl.parse(list).decide(List.of("B"), host));
        assertEquals(Acl.Verdict.DENIED, Acl.parse("[]").decide(List.of("B"), host));
    }

    @Test
    void aRuleForOneNameOfAMethodCountsForAll() throws IOException {
        Acl list =
                Acl.parse(
                        "[{\"method\":\"LED.*\",\"acl\":\"-*\"},{\"method\":\"*\",\"acl\":\"*\"}]");
        RpcPeer peer = RpcPeer.local("x");
        assertEquals(Acl.Verdict.DENIED, list.decide(List.of("LED.On", "Host.LED.On"), peer));
        assertEquals(Acl.Verdict.DENIED, list.decide(List.of("Host.LED.On", "LED.On"), peer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{}",
                "[5]",
                "[{}]",
                "[{\"method\":\"*\"}]",
                "[{\"acl\":\"*\"}]",
                "[{\"method\":5,\"acl\":\"*\"}]",
                "[{\"method\":\"*\",\"acl\":null}]",
                "[{\"method\":\"*\",\"acl\":\"*\",\"chtype\":\"HTTP\"}]",
                "[{\"method\":\"*\",\"acl\":\"*\"}",
                "[] []"
            })
    void saysWhatIsWrongWithAList(String text) {
        IOException refused = assertThrows(IOException.class, () -> Acl.parse(text));
        assertTrue(refused.getMessage().matches("not .*|entry 1: .*"), refused.getMessage());
    }

    @Test
    void isLookedAtBeforeItIsSaved() throws IOException {
        AclCheck check = new AclCheck(Path.of("none"));
        ObjectMapper json = new ObjectMapper();
        String good = "{\"acl\":\"[]\",\"acl_file\":\"\"}";
        String bad = "{\"acl\":\"[}\",\"acl_file\":\"\"}";
        assertEquals(List.of(), check.check((ObjectNode) json.readTree(good)));
        assertEquals(
                List.of("rpc.acl: not JSON at line 1 column 2"),
                check.check((ObjectNode) json.readTree(bad)));
    }

    @Test
    void bracesInTextAreNoEntries() throws IOException {
        Acl list = Acl.parse("[{\"method\":\"} {\\\"}{\",\"acl\":\"*\"}]");
        RpcPeer peer = RpcPeer.local("x");
        assertEquals(Acl.Verdict.ALLOWED, list.decide(List.of("} {\"}{"), peer));
    }
}
