package ccm.board.linux.wifi;

import static ccm.board.linux.wifi.RadioBench.accessPoint;
import static ccm.board.linux.wifi.RadioBench.fails;
import static ccm.board.linux.wifi.RadioBench.get;
import static ccm.board.linux.wifi.RadioBench.network;
import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.api.wifi.WifiJoin;
import ccm.api.wifi.WifiNetwork;
import ccm.api.wifi.WifiState;
import ccm.api.wifi.WifiState.Phase;
import ccm.sim.dbus.networkmanager.ScriptedNetworkManager;
import ccm.sim.dbus.wpasupplicant.ScriptedSupplicant;
import ccm.testing.Quiet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A system without NetworkManager. */
@ExtendWith(Quiet.class)
class WpaTest {
    private final WpaBench bench = new WpaBench();
    private ScriptedSupplicant supplicant;

    @BeforeEach
    void start() {
        supplicant = ScriptedSupplicant.start(bench.bus.address());
        supplicant.network("HomeNet", "correct-horse-1");
        bench.open();
    }

    @AfterEach
    void stop() {
        bench.stopWatching();
        supplicant.close();
        bench.close();
    }

    @Test
    void joins() throws Exception {
        assertEquals(
                new WifiState(
                        Phase.GOT_IP, "HomeNet", "02:00:00:00:01:00", "192.168.50.18", -58, ""),
                get(bench.wifi().join(network("HomeNet", "correct-horse-1"))));
        get(bench.wifi().leave());
        assertEquals(List.of(), supplicant.added());
        assertEquals(Phase.DISCONNECTED, bench.wifi().state().phase());
    }

    @Test
    void tellsAWrongPasswordAndGoesBack() throws Exception {
        supplicant.network("Office", "office-secret");
        supplicant.configured("Office", "office-secret");
        eventually(() -> assertEquals("Office", supplicant.joined()));
        fails(Kind.WRONG_PASSWORD, bench.wifi().join(network("HomeNet", "wrong-horse-1")));
        eventually(() -> assertEquals("Office", supplicant.joined()));
        assertEquals(List.of("Office"), supplicant.added());
    }

    @Test
    void goesBackAfterACallThatFailed() throws Exception {
        supplicant.network("Office", "office-secret");
        supplicant.configured("Office", "office-secret");
        eventually(() -> assertEquals("Office", supplicant.joined()));
        supplicant.refuse();
        fails(Kind.UNAVAILABLE, bench.wifi().join(network("HomeNet", "correct-horse-1")));
        eventually(() -> assertEquals("Office", supplicant.joined()));
        assertEquals(List.of("Office"), supplicant.added());
    }

    @Test
    void tellsThatNobodyHasThatName() {
        fails(Kind.NOT_FOUND, bench.wifi().join(network("Nowhere", "12345678")));
        assertEquals(List.of(), supplicant.added());
    }

    @Test
    void tellsThatNobodyGaveAnAddress() {
        bench.address = "";
        WifiJoin hasty = hasty("HomeNet", "correct-horse-1");
        fails(Kind.NO_ADDRESS, bench.wifi().join(hasty));
        assertEquals(List.of(), supplicant.added());
    }

    @Test
    void tellsThatANetworkHasVanishedThoughTheRadioRemembersIt() throws Exception {
        get(bench.wifi().scan());
        supplicant.vanish("HomeNet");
        assertEquals(List.of(), get(bench.wifi().scan()));
        fails(Kind.NOT_FOUND, bench.wifi().join(network("HomeNet", "correct-horse-1")));
    }

    @Test
    void tellsThatANetworkHasVanishedThoughItWasThereAMomentAgo() throws Exception {
        get(bench.wifi().scan());
        supplicant.vanish("HomeNet");
        WifiException e =
                fails(
                        Kind.NOT_FOUND,
                        bench.wifi()
                                .join(
                                        request(
                                                "HomeNet",
                                                "correct-horse-1",
                                                false,
                                                Duration.ofSeconds(3))));
        assertTrue(e.getMessage().contains("in reach"), e.getMessage());
        assertEquals(List.of(), supplicant.added());
    }

    @Test
    void takesNoLookAroundOfBeforeForItsOwn() throws Exception {
        supplicant.beLooking();
        assertEquals(List.of("HomeNet"), names(get(bench.wifi().scan())));
    }

    @Test
    void takesNoHandshakeOfAnotherNetworkForItsOwn() throws Exception {
        supplicant.failAnother();
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
    }

    @Test
    void takesAKeyInPlaceOfAPassword() throws Exception {
        String key = "0123456789abcdef".repeat(4);
        supplicant.network("Office", key);
        get(bench.wifi().join(network("Office", key)));
    }

    @Test
    void tellsAWrongPasswordOfWpa3() throws Exception {
        supplicant.network3("Modern", "correct-horse-3");
        fails(Kind.WRONG_PASSWORD, bench.wifi().join(network("Modern", "wrong-horse-3")));
        get(bench.wifi().join(network("Modern", "correct-horse-3")));
    }

    @Test
    void asksForAHiddenNetworkSoThatItsProtectionIsKnown() throws Exception {
        supplicant.hiddenNetwork3("Secret", "correct-horse-3");
        assertEquals(List.of("HomeNet"), names(get(bench.wifi().scan())));
        get(bench.wifi().join(hidden("Secret", "correct-horse-3")));
    }

    @Test
    void doesNotJoinAgainWhatCameBackByItself() throws Exception {
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
        supplicant.vanish("HomeNet");
        eventually(() -> assertEquals(Phase.DISCONNECTED, bench.wifi().state().phase()));
        supplicant.network("HomeNet", "correct-horse-1");
        eventually(() -> assertEquals(Phase.GOT_IP, bench.wifi().state().phase()));
        supplicant.refuse(); // whatever is selected
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
    }

    @Test
    void takesNoAddressOfAnotherNetworkForOneOfThis() throws Exception {
        bench.stopWatching();
        bench.open(Duration.ZERO, Duration.ofSeconds(60), Path.of("/nonexistent"));
        supplicant.network("Office", "office-secret");
        bench.address = "";
        CompletionStage<WifiState> first = bench.wifi().join(network("HomeNet", "correct-horse-1"));
        eventually(() -> assertEquals("HomeNet", supplicant.joined()));
        bench.address = "192.168.50.18";
        assertEquals("192.168.50.18", get(first).ip());
        CompletionStage<WifiState> second = bench.wifi().join(network("Office", "office-secret"));
        eventually(() -> assertEquals("Office", supplicant.joined()));
        int before = bench.looks.get();
        eventually(() -> assertTrue(bench.looks.get() > before + 3, "it looks for another"));
        assertEquals(List.of("HomeNet", "Office"), supplicant.added()); // and the first is kept
        bench.address = "10.0.0.7";
        assertEquals("10.0.0.7", get(second).ip());
    }

    @Test
    void keepsAnAddressThatTheSystemKeeps() throws Exception {
        supplicant.network("Office", "office-secret");
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
        assertEquals(
                "192.168.50.18", get(bench.wifi().join(network("Office", "office-secret"))).ip());
    }

    @Test
    void listsNetworks() throws Exception {
        List<WifiNetwork> seen = get(bench.wifi().scan());
        assertEquals(
                List.of(
                        new WifiNetwork(
                                "HomeNet",
                                true,
                                "02:00:00:00:01:00",
                                WifiNetwork.Protection.WPA2,
                                6,
                                -58)),
                seen);
    }

    @Test
    void tellsThatTheRadioIsOffAndThatThereIsNoAccessPoint() {
        fails(Kind.UNSUPPORTED, bench.wifi().open(accessPoint()));
        supplicant.off();
        fails(Kind.RADIO_OFF, bench.wifi().join(network("HomeNet", "correct-horse-1")));
    }

    @Test
    void waitsForANetworkManagerThatRestarts() {
        bench.stopWatching();
        Duration patience = Duration.ofSeconds(1);
        long began = System.nanoTime();
        try (ScriptedNetworkManager manager = ScriptedNetworkManager.start(bench.bus.address())) {
            bench.open(patience, Duration.ZERO, Path.of("/nonexistent"));
            bench.runBy("NetworkManager 1.42.4");
            eventually(() -> assertTrue(System.nanoTime() - began > patience.toNanos()));
            assertEquals(List.of(), manager.profiles());
        }
        long ended = System.nanoTime();
        bench.runBy("wpa_supplicant");
        long took = System.nanoTime() - ended;
        assertTrue(took >= patience.toNanos() * 9 / 10, "after " + Duration.ofNanos(took));
    }

    @Test
    void givesWayToNetworkManager() {
        try (ScriptedNetworkManager manager = ScriptedNetworkManager.start(bench.bus.address())) {
            bench.runBy("NetworkManager 1.42.4");
            assertEquals(List.of(), manager.profiles());
        }
        bench.runBy("wpa_supplicant");
    }

    @Test
    void goesOnWithWhatAnEarlierRunJoinedAndCanLeaveIt() throws Exception {
        supplicant.network("Office", "office-secret");
        supplicant.configured("Office", "office-secret");
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
        restart();
        assertEquals("HomeNet", bench.wifi().state().ssid());
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
        assertEquals(List.of("Office", "HomeNet"), supplicant.added());
        restart();
        supplicant.vanish("Office");
        get(bench.wifi().leave());
        assertEquals(List.of("Office"), supplicant.added());
        assertEquals("", supplicant.joined());
    }

    @Test
    void removesWhatAnEarlierRunHasLeftAndIsNotInUse() throws Exception {
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
        bench.stopWatching();
        supplicant.network("Office", "office-secret");
        supplicant.configured("Office", "office-secret");
        eventually(() -> assertEquals("Office", supplicant.joined()));
        bench.open();
        eventually(() -> assertEquals(List.of("Office"), supplicant.added()));
        assertEquals("Office", supplicant.joined());
    }

    private void restart() {
        bench.stopWatching();
        bench.open();
        bench.wifi();
    }

    @Test
    void leavesANetworkOfTheSystemAlone() throws Exception {
        supplicant.configured("HomeNet", "correct-horse-1");
        eventually(() -> assertEquals(Phase.GOT_IP, bench.wifi().state().phase()));
        get(bench.wifi().leave());
        assertEquals("HomeNet", supplicant.joined());
    }

    @Test
    void isGoneWhenTheRadioIsTakenAway() {
        bench.wifi();
        supplicant.remove();
        eventually(() -> assertTrue(bench.hidden()));
    }

    private static List<String> names(List<WifiNetwork> networks) {
        return networks.stream().map(WifiNetwork::ssid).toList();
    }

    private static WifiJoin hasty(String ssid, String password) {
        return request(ssid, password, false, Duration.ofMillis(500));
    }

    private static WifiJoin hidden(String ssid, String password) {
        return request(ssid, password, true, RadioBench.LIMIT);
    }

    private static WifiJoin request(String ssid, String password, boolean hidden, Duration limit) {
        return new WifiJoin(
                ssid, true, password, "", hidden, Optional.empty(), Optional.empty(), "", limit);
    }
}
