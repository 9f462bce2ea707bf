package ccm.provision.ble;

import static ccm.provision.ble.Site.text;
import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.provision.ble.gatt.GattException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    @Test
    void aRequestBesideASaveWaitsForIt() throws Exception {
        ConfigSession patient =
                new ConfigSession(Site.PHONE, new Calls(() -> Optional.of(engine)), 10_000);
        CompletableFuture<JsonNode> end = engine.nextSet();
        patient.key(text("wifi.sta.ssid"), 0);
        patient.value(text("Far"), 0);
        FutureTask<Void> saving = started(() -> patient.save(text("1"), 0));
        eventually(() -> assertTrue(engine.last().contains("Config.Set"), engine.last()));
        FutureTask<Void> next = started(() -> patient.key(text("wifi.sta.pass"), 0));
        assertThrows(TimeoutException.class, () -> next.get(50, TimeUnit.MILLISECONDS));
        end.complete(FakeProvisioning.SAVED);
        saving.get();
        next.get();
        patient.value(text("another one"), 0);
        patient.save(text("1"), 0);
        assertTrue(engine.last().contains("another one"), engine.last());
    }

    /** What a session is asked for. */
    private interface Request {
        void run() throws GattException;
    }

    private static FutureTask<Void> started(Request request) {
        FutureTask<Void> task =
                new FutureTask<>(
                        () -> {
                            request.run();
                            return null;
                        });
        new Thread(task, "test-request").start();
        return task;
    }

    private void set(String key, String value, String save) throws Exception {
        session.key(text(key), 0);
        session.value(text(value), 0);
        session.save(text(save), 0);
    }
}
