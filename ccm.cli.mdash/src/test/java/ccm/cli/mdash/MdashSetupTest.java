package ccm.cli.mdash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ccm.testing.setup.SetupDesk;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command as it is typed; the suite of the products has an emulated mDash for it. */
class MdashSetupTest {
    private static final String SETUP = "mdash-setup";

    private SetupDesk desk;

    @BeforeEach
    void open() throws IOException {
        desk = new SetupDesk("dash", "{\"dash\":{\"enable\":false,\"token\":\"\"}}");
    }

    @AfterEach
    void close() throws IOException {
        desk.close();
    }

    @Test
    void aTokenIsTypedOrAskedForAndNeverShown() {
        desk.refused(0, "set dash.token=********", SETUP, "of-somebody", "--dry-run");
        desk.refused(0, "\"dash.token\":\"********\"", SETUP, "of-x", "--dry-run", "--json");
        String said = desk.type(0, List.of("connected"), SETUP, "of-somebody");
        assertFalse(said.contains("of-somebody"), said);
        assertEquals("of-somebody", desk.setting("dash.token"));
        desk.input("of-another\n").type(0, List.of("\"ready\":true"), SETUP, "--json");
        assertEquals("of-another", desk.setting("dash.token"));
        desk.type(0, List.of("ccm call Cloud.Status --port"), SETUP, "x", "--wait=0");
    }

    @Test
    void badInputSaysWhatToDoAndChangesNothing() {
        desk.input("\n").refused(2, "the token is empty. The device's page on mDash", SETUP);
        desk.refused(2, "has a space or another sign", SETUP, "a b");
        desk.refused(2, "b: too much", SETUP, "a", "b");
        desk.refused(2, "--token: not an option of mdash-setup", SETUP, "--token=x");
        desk.lock("-dash.*");
        desk.refused(1, "locked by layer 5", SETUP, "x");
        desk.lock("*");
        desk.refuse("Config.Set", "the disk is full");
        desk.refused(1, "the disk is full", SETUP, "x");
        desk.trouble("401. check dash.token");
        desk.type(1, List.of("after 1 s: 401. check dash.token"), SETUP, "x", "--wait=1");
    }
}
