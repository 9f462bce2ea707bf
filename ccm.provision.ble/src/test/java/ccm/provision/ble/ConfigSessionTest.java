package ccm.provision.ble;

import static ccm.provision.ble.Site.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConfigSessionTest {
    private static final long PATIENCE = 50; // milliseconds

    private final FakeProvisioning engine = new FakeProvisioning();
    private final ConfigSession session =
            new ConfigSession(Site.PHONE, new Calls(() -> Optional.of(engine)), PATIENCE);

    @Test
    void answersBeforeBluezGivesUpWhileATryGoesOn() throws Exception {
        CompletableFuture<JsonNode> end = engine.nextSet();
        set("wifi.sta.ssid", "Far", "1");
        assertFalse(end.isDone());
        set("wifi.sta.pass", "another one", "1");
        assertTrue(engine.last().contains("Far"), engine.last()); // it was not saved yet
        end.complete(FakeProvisioning.SAVED);
        set("wifi.sta.channel", "6", "1");
        assertEquals(
                "ble "
                        + Site.PHONE
                        + " Config.Set {\"config\":{\"wifi\":{\"sta\":{\"channel\":6}}},"
                        + "\"save\":true,\"reboot\":false}",
                engine.last());
    }

    @Test
    void savesWithoutAKeyWhatTheGatewayHasNotSavedYet() throws Exception {
        session.save(text("2"), 0);
        assertEquals("ble " + Site.PHONE + " Config.Save {\"reboot\":true}", engine.last());
    }

    private void set(String key, String value, String save) throws Exception {
        session.key(text(key), 0);
        session.value(text(value), 0);
        session.save(text(save), 0);
    }
}
