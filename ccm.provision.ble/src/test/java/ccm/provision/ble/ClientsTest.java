package ccm.provision.ble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.provision.ble.gatt.GattAccess;
import ccm.provision.ble.gatt.GattException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientsTest {
    private static final int MTU = 23;
    private static final int MOST = 16;

    private final FakeProvisioning engine = new FakeProvisioning();
    private final Clients clients =
            new Clients(
                    new RpcFrames("ccm_A1B2C3"),
                    new Calls(() -> Optional.of(engine)),
                    4096,
                    value -> {});

    @Test
    void whoWasHeardOfAfterItWasGoneKeepsNobodyOut() throws Exception {
        for (int i = 0; i < MOST; i++) {
            clients.gone(phone(i).device());
            clients.of(phone(i)); // by a thread that was at work on its last write
        }
        clients.of(phone(0));
        clients.of(phone(MOST));
        Set<String> known = clients.known();
        assertEquals(MOST, known.size());
        assertTrue(known.contains("0") && known.contains("16") && !known.contains("1"), "" + known);
    }

    @Test
    void whoWaitsForAnAnswerMakesNoWay() throws Exception {
        engine.nextSet();
        byte[] frame = Site.text("{\"id\":1,\"method\":\"Config.Set\",\"params\":{}}");
        for (int i = 0; i < MOST; i++) {
            clients.of(phone(i)).rpc().expect(Site.length(frame.length), 0);
            clients.data(frame, phone(i));
        }
        GattException e = assertThrows(GattException.class, () -> clients.of(phone(MOST)));
        assertEquals(GattException.UNAVAILABLE, e.code());
    }

    private static GattAccess phone(int number) {
        return new GattAccess(Integer.toString(number), 0, MTU);
    }
}
