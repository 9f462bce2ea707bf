package ccm.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.config.ConfigGuard;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** WiFi as a contact, and guards of its settings. */
@ExtendWith(Quiet.class)
class WifiContactTest {
    private final Bench bench = new Bench();

    @Test
    void isThereWhenANetworkThatIsSetIsJoined() {
        bench.start();
        WifiContact contact = new WifiContact(bench.engine);
        assertFalse(contact.wanted());
        bench.tree.with("wifi.sta.enable", true).with("wifi.sta.ssid", "Home");
        bench.tree.with("wifi.sta.pass", "right word").changed.run();
        bench.time.seconds(1);
        assertTrue(contact.wanted());
        bench.time.seconds(1);
        assertEquals(Optional.empty(), contact.trouble());
        bench.tree.with("wifi.sta.ssid", "Elsewhere").changed.run();
        assertTrue(contact.trouble().isPresent());
        assertTrue(contact.concerns("wifi.sta.pass"));
        assertFalse(contact.concerns("mqtt.server"));
    }

    @Test
    void saysThatThereIsNoRadio() {
        bench.startWithoutWifi();
        assertEquals(Optional.of("there is no radio"), new WifiContact(bench.engine).trouble());
    }

    @Test
    void aGuardRefusesOneCallerAndNamesThePath() throws RpcException {
        ConfigGuard guard =
                (peer, path) ->
                        peer.isHost() && path.equals("wifi.sta.pass")
                                ? Optional.of("the host may not")
                                : Optional.empty();
        JsonNode change = Bench.json("{'wifi':{'sta':{'ssid':'Home','pass':'x'}}}");
        Guarded.check(List.of(guard), call(RpcPeer.local("a")), "", change);
        RpcException refused =
                assertThrows(
                        RpcException.class,
                        () -> Guarded.check(List.of(guard), call(RpcPeer.host("tty")), "", change));
        assertEquals("Provision.Join: wifi.sta.pass: the host may not", refused.getMessage());
    }

    private static RpcCall call(RpcPeer peer) {
        return new RpcCall("Provision.Join", Bench.json("{}"), peer, false);
    }
}
