package ccm.board.linux.wifi;

import static ccm.board.linux.wifi.RadioBench.accessPoint;
import static ccm.board.linux.wifi.RadioBench.fails;
import static ccm.board.linux.wifi.RadioBench.get;
import static ccm.board.linux.wifi.RadioBench.network;
import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.wifi.WifiAccessPoint;
import ccm.api.wifi.WifiException.Kind;
import ccm.api.wifi.WifiNetwork;
import ccm.api.wifi.WifiNetwork.Protection;
import ccm.api.wifi.WifiState;
import ccm.testing.Quiet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
class AccessPointTest {
    private RadioBench bench;

    @BeforeEach
    void start() {
        bench = new RadioBench().open();
        bench.manager.network("HomeNet").password("correct-horse-1");
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void opensAndCloses() throws Exception {
        get(bench.wifi().open(accessPoint()));
        assertEquals("CCM-123456", bench.manager.accessPoint("wlan0"));
        assertEquals(Optional.of(accessPoint()), bench.wifi().accessPoint());
        assertEquals("shared", bench.manager.setting("ccm-ap", "ipv4", "method"));
        assertEquals(1, bench.manager.setting("ccm-ap", "802-11-wireless-security", "pmf"));
        get(bench.wifi().close());
        get(bench.wifi().close());
        assertEquals(Optional.empty(), bench.wifi().accessPoint());
        assertEquals(List.of(), bench.manager.profiles());
    }

    @Test
    void replacesTheOneThatIsOpen() throws Exception {
        get(bench.wifi().open(accessPoint()));
        WifiAccessPoint open = new WifiAccessPoint("CCM-open", "", false, 0, "192.168.4.1", 24, "");
        get(bench.wifi().open(open));
        assertEquals("CCM-open", bench.manager.accessPoint("wlan0"));
        assertEquals(List.of("ccm-ap"), bench.manager.profiles());
    }

    @Test
    void triesASecondTime() throws Exception {
        bench.wifi();
        bench.manager.refuseAccessPoints(1, 10);
        get(bench.wifi().open(accessPoint()));
        bench.manager.refuseAccessPoints(2, 18);
        fails(Kind.UNAVAILABLE, bench.wifi().open(accessPoint()));
        assertEquals(Optional.empty(), bench.wifi().accessPoint());
        assertEquals(List.of(), bench.manager.profiles());
    }

    @Test
    void isOpenAgainBeforeAFailedJoinIsTold() throws Exception {
        get(bench.wifi().scan());
        get(bench.wifi().open(accessPoint()));
        fails(Kind.WRONG_PASSWORD, bench.wifi().join(network("HomeNet", "wrong-horse-1")));
        assertEquals("CCM-123456", bench.manager.accessPoint("wlan0"));
        assertEquals(Optional.of(accessPoint()), bench.wifi().accessPoint());
        fails(Kind.NOT_FOUND, bench.wifi().join(network("Nowhere", "12345678")));
        assertEquals("CCM-123456", bench.manager.accessPoint("wlan0"));
    }

    @Test
    void neverSeemsToBeInANetworkThatItIsNotIn() throws Exception {
        get(bench.wifi().scan());
        get(bench.wifi().open(accessPoint()));
        for (int i = 0; i < 20; i++) { // a radio that changes its mode between two questions
            CompletionStage<WifiState> wrong =
                    bench.wifi().join(network("HomeNet", "wrong-horse-1"));
            while (!wrong.toCompletableFuture().isDone()) {
                assertNotEquals(WifiState.Phase.GOT_IP, bench.wifi().state().phase());
                Thread.onSpinWait();
            }
            fails(Kind.WRONG_PASSWORD, wrong);
        }
    }

    @Test
    void givesWayToANetworkThatIsJoined() throws Exception {
        get(bench.wifi().open(accessPoint()));
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
        assertEquals("HomeNet", bench.manager.joined("wlan0"));
        assertEquals(Optional.empty(), bench.wifi().accessPoint());
        assertEquals(List.of("ccm-sta"), bench.manager.profiles());
    }

    @Test
    void aNewerTryTakesTheOldOnesPlace() throws Exception {
        bench.manager.network("Slow").password("12345678").delay(Duration.ofSeconds(30));
        get(bench.wifi().scan());
        get(bench.wifi().open(accessPoint()));
        CompletionStage<WifiState> old = bench.wifi().join(network("Slow", "12345678"));
        eventually(() -> assertTrue(bench.manager.profiles().contains("ccm-sta")));
        CompletionStage<WifiState> newer = bench.wifi().join(network("HomeNet", "wrong-horse-1"));
        fails(Kind.BUSY, old);
        fails(Kind.WRONG_PASSWORD, newer);
        assertEquals("CCM-123456", bench.manager.accessPoint("wlan0"));
        assertEquals(List.of("ccm-ap"), bench.manager.profiles());
    }

    @Test
    void showsWhatWasSeenBefore() throws Exception {
        get(bench.wifi().scan());
        get(bench.wifi().open(accessPoint()));
        assertEquals(1, get(bench.wifi().scan()).size());
    }

    @Test
    void seesThatSomebodyElseClosedIt() throws Exception {
        get(bench.wifi().open(accessPoint()));
        bench.manager.disconnect("wlan0");
        eventually(() -> assertEquals(Optional.empty(), bench.wifi().accessPoint()));
        eventually(() -> assertEquals(List.of(), bench.manager.profiles()));
    }

    @Test
    void listsNetworksByStrength() throws Exception {
        bench.manager.network("Both").password("12345678").alsoWpa().strength(90).channel(36);
        bench.manager.network("Free").strength(20);
        bench.manager.network("Campus").enterprise("ann", "secret").strength(50);
        bench.manager.network("Hidden").password("12345678").hidden();
        List<WifiNetwork> seen = get(bench.wifi().scan());
        assertEquals(
                List.of("Both", "HomeNet", "Campus", "Free"),
                seen.stream().map(WifiNetwork::ssid).toList());
        assertEquals(
                List.of(
                        Protection.WPA_WPA2,
                        Protection.WPA2,
                        Protection.ENTERPRISE,
                        Protection.OPEN),
                seen.stream().map(WifiNetwork::protection).toList());
        assertEquals(36, seen.get(0).channel());
        assertEquals(-46, seen.get(0).rssi());
        assertFalse(seen.get(0).bssid().isEmpty());
    }
}
