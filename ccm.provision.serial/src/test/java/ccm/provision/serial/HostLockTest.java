package ccm.provision.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.provision.ProvisionStatus;
import ccm.api.rpc.RpcPeer;
import ccm.testing.Configs;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the host may set up, and what it is told when it may not. */
class HostLockTest {
    private static final RpcPeer HOST = RpcPeer.host("/dev/ttyS0");
    private static final String WAY_OUT =
            ". The vendor's settings say so; take the gateway's access point, Bluetooth or ccm wifi"
                    + " instead";

    @Test
    void letsTheHostSetNetworksUpUnlessToldOtherwise() {
        HostLock lock = lock();
        assertEquals(Optional.empty(), lock.refusal(HOST, "wifi.sta.ssid"));
        assertEquals(Optional.empty(), lock.refusal(HOST, "mqtt.server"));
    }

    @Test
    void namesTheSettingThatLocksIt() {
        assertEquals(
                "the host may not change it, as provision.serial.enable is false" + WAY_OUT,
                said(lock("enable", false), "wifi.sta.pass"));
        assertEquals(
                "the host may not change it, as provision.serial.acl is \"-wifi.ap.*,wifi.*\", and"
                        + " its entry -wifi.ap.* denies this path"
                        + WAY_OUT,
                said(lock("acl", "-wifi.ap.*,wifi.*"), "wifi.ap.pass"));
        assertEquals("", said(lock("acl", "-wifi.ap.*,wifi.*"), "wifi.sta.pass"));
    }

    @Test
    void countsTheStateOfProvisioning() {
        HostLock lock = lock("states", "0, 1");
        assertTrue(said(lock, "wifi.sta.ssid").contains("yet: where provisioning stands"));
        lock.onStatus(status(1));
        assertEquals("", said(lock, "wifi.sta.ssid"));
        lock.onStatus(status(3));
        assertEquals(
                "the host may not change it in state 3, as provision.serial.states is \"0, 1\""
                        + WAY_OUT,
                said(lock, "wifi.sta.ssid"));
        assertEquals("", said(lock, "mqtt.server"));
    }

    @Test
    void othersAreNotMeant() {
        HostLock lock = lock("enable", false);
        assertEquals(Optional.empty(), lock.refusal(RpcPeer.local("ccm.sock"), "wifi.sta.ssid"));
        RpcPeer console = new RpcPeer(RpcPeer.UART, "/dev/ttyS1", RpcPeer.Zone.LOCAL);
        assertEquals(Optional.empty(), lock.refusal(console, "wifi.sta.ssid"));
    }

    @Test
    void theHostDoesNotOpenItsOwnLock() {
        assertTrue(said(lock(), "provision.serial.enable").startsWith("the host may not"));
    }

    private static String said(HostLock lock, String path) {
        return lock.refusal(HOST, path).orElse("");
    }

    private static HostLock lock(Object... settings) {
        return new HostLock(Configs.of(HostLock.Config.class, settings));
    }

    static ProvisionStatus status(int state) {
        return new ProvisionStatus(state, state, state == 3, "state " + state, Optional.empty());
    }
}
