package ccm.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.File;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The host's line and the local socket under a list of access rules. */
@ExtendWith(Quiet.class)
class LinkRulesTest {
    private static final String CALL = "{\"id\":1,\"method\":\"Null\"}";
    private static final String FINE = "{\"id\":1,\"result\":null}";

    private static final String LOGIN =
            ",\"auth\":{\"realm\":\"RPC\",\"username\":\"joe\",\"nonce\":1700000000,"
                    + "\"cnonce\":12345,\"response\":\"42533ac2c37b8fe6083c8a42ec032da2\"}}";
    private static final String ASKED =
            "{\"id\":1,\"error\":{\"code\":401,\"message\":\"{\\\"auth_type\\\": \\\"digest\\\","
                    + " \\\"nonce\\\": 1700000000, \\\"nc\\\": 1, \\\"realm\\\": \\\"RPC\\\","
                    + " \\\"algorithm\\\": \\\"MD5\\\"}\"}}";

    @TempDir File folder;
    private final RecordingLink uart = new RecordingLink("UART");
    private final RecordingLink local = new RecordingLink("local");
    private Gateway gateway;

    @AfterEach
    void close() throws InterruptedException {
        gateway.close();
    }

    @Test
    void aListHoldsForTheHost() {
        ask("[{\"method\":\"*\",\"acl\":\"+@local\"}]");
        assertEquals(List.of(refused("@host")), uart.lines());
        assertEquals(List.of(FINE), local.lines());
    }

    @Test
    void aListHoldsForTheLocalSocket() {
        ask("[{\"method\":\"*\",\"ch_type\":\"UART\",\"acl\":\"*\"}]");
        assertEquals(List.of(FINE), uart.lines());
        assertEquals(List.of(refused("@local")), local.lines());
    }

    @Test
    void anUnusableListStopsEverybodyAndSaysSo() {
        Quiet.expectErrors();
        ask("nonsense");
        String told =
                "{\"id\":1,\"error\":{\"code\":403,\"message\":\"the list of access rules cannot"
                        + " be used. The log says why.\"}}";
        assertEquals(List.of(told), uart.lines());
        assertEquals(List.of(told), local.lines());
    }

    @Test
    void theLocalSocketTakesALogin() {
        gateway = Gateway.withAcl(folder, "[{\"method\":\"*\",\"acl\":\"+joe\"}]");
        gateway.access.with("joe", "secret");
        gateway.methods.add("Null", call -> NullNode.instance);
        gateway.feed(local, CALL);
        gateway.feed(local, CALL.replace("}", LOGIN));
        gateway.feed(local, CALL.replace("}", LOGIN)); // replayed
        gateway.feed(uart, CALL.replace("}", LOGIN)); // the host has no logins
        assertEquals(List.of(ASKED, FINE, ASKED), local.lines());
        assertEquals(List.of(refused("@host")), uart.lines());
    }

    private void ask(String acl) {
        gateway = Gateway.withAcl(folder, acl);
        gateway.methods.add("Null", call -> NullNode.instance);
        gateway.feed(uart, CALL);
        gateway.feed(local, CALL);
        gateway.feed(uart, "{\"method\":\"Null\"}"); // a notification is not answered
    }

    private static String refused(String who) {
        return "{\"id\":1,\"error\":{\"code\":403,\"message\":\"Null: not allowed to "
                + who
                + " by rpc.acl\"}}";
    }
}
