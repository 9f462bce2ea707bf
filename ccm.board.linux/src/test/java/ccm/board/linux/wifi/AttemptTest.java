package ccm.board.linux.wifi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.parts.dbus.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the signals of an activation mean, also those of others around it. */
class AttemptTest {
    private static final int REPLACED = 60;
    private static final int DELETED = 38; // its profile
    private static final int NO_SECRETS = 7;
    private static final int GONE = 4;
    private final Attempt attempt = new Attempt("/device", "/active");

    @Test
    void aWrongPasswordIsTheReason() {
        device(Attempt.PREPARE, 0);
        device(REPLACED, 0); // the state in which a password is asked for
        device(Attempt.FAILED, NO_SECRETS);
        assertTrue(attempt.over());
        assertFalse(attempt.done());
        assertEquals(NO_SECRETS, attempt.reason());
        assertEquals(REPLACED, attempt.state());
    }

    @ParameterizedTest
    @ValueSource(ints = {REPLACED, DELETED})
    void whatItReplacesIsNotItsOwnEnd(int why) {
        device(Attempt.PREPARE, 0); // of the one that was begun before, told late
        device(Attempt.DEACTIVATING, why);
        device(Attempt.DISCONNECTED, why);
        assertFalse(attempt.over());
        device(Attempt.PREPARE, 0);
        device(Attempt.ACTIVATED, 0);
        assertTrue(attempt.done());
    }

    @Test
    void whoeverReplacesItDoesNotSucceedForIt() {
        device(Attempt.PREPARE, 0);
        device(Attempt.DEACTIVATING, REPLACED);
        connection(GONE);
        device(Attempt.PREPARE, 0);
        device(Attempt.ACTIVATED, 0);
        assertTrue(attempt.ended());
        assertFalse(attempt.done());
        assertEquals(REPLACED, attempt.reason());
    }

    @Test
    void whoeverEndsItIsTheReason() {
        device(Attempt.PREPARE, 0);
        device(Attempt.DEACTIVATING, DELETED);
        device(Attempt.DISCONNECTED, 0);
        connection(GONE);
        assertTrue(attempt.over());
        assertFalse(attempt.done());
        assertEquals(DELETED, attempt.reason());
    }

    private void device(int next, int why) {
        hear("/device", NetworkManager.DEVICE, next, 0, why);
    }

    private void connection(int next) {
        hear("/active", NetworkManager.ACTIVE, next, 0);
    }

    private void hear(String path, String type, Object... values) {
        attempt.hear(new Signal(":1.1", path, type, "StateChanged", values));
    }
}
