package ccm.board.linux.wifi;

import static ccm.board.linux.wifi.RadioBench.accessPoint;
import static ccm.board.linux.wifi.RadioBench.fails;
import static ccm.board.linux.wifi.RadioBench.get;
import static ccm.board.linux.wifi.RadioBench.network;
import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.wifi.Wifi;
import ccm.api.wifi.WifiException.Kind;
import ccm.api.wifi.WifiJoin;
import ccm.api.wifi.WifiNetwork;
import ccm.api.wifi.WifiState;
import ccm.api.wifi.WifiState.Phase;
import ccm.sim.dbus.bus.PrivateBus;
import ccm.sim.dbus.networkmanager.ScriptedNetworkManager;
import ccm.sim.dbus.wpasupplicant.ScriptedSupplicant;
import ccm.testing.Quiet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A system without NetworkManager. */
@ExtendWith(Quiet.class)
class WpaTest {
    private PrivateBus bus;
    private ScriptedSupplicant supplicant;
    private RadioWatch watch;
    private volatile Wifi shown; // null when there is none
    private volatile String address = "192.168.50.18"; // what the system gives

    @BeforeEach
    void start() {
        bus = PrivateBus.start();
        supplicant = ScriptedSupplicant.start(bus.address());
        supplicant.network("HomeNet", "correct-horse-1");
        watch = watch(Duration.ZERO);
        watch.open();
        eventually(() -> assertNotNull(shown));
    }

    @AfterEach
    void stop() {
        watch.close();
        supplicant.close();
        bus.close();
    }

    @Test
    void joins() throws Exception {
        assertEquals(
                new WifiState(
                        Phase.GOT_IP, "HomeNet", "02:00:00:00:01:00", "192.168.50.18", -58, ""),
                get(shown.join(network("HomeNet", "correct-horse-1"))));
        get(shown.leave());
        assertEquals(List.of(), supplicant.added());
        assertEquals(Phase.DISCONNECTED, shown.state().phase());
    }

    @Test
    void tellsAWrongPasswordAndGoesBack() throws Exception {
        supplicant.network("Office", "office-secret");
        supplicant.configured("Office", "office-secret");
        eventually(() -> assertEquals("Office", supplicant.joined()));
        fails(Kind.WRONG_PASSWORD, shown.join(network("HomeNet", "wrong-horse-1")));
        eventually(() -> assertEquals("Office", supplicant.joined()));
        assertEquals(List.of("Office"), supplicant.added());
    }

    @Test
    void goesBackAfterACallThatFailed() throws Exception {
        supplicant.network("Office", "office-secret");
        supplicant.configured("Office", "office-secret");
        eventually(() -> assertEquals("Office", supplicant.joined()));
        supplicant.refuse();
        fails(Kind.UNAVAILABLE, shown.join(network("HomeNet", "correct-horse-1")));
        eventually(() -> assertEquals("Office", supplicant.joined()));
        assertEquals(List.of("Office"), supplicant.added());
    }

    @Test
    void tellsThatNobodyHasThatName() {
        fails(Kind.NOT_FOUND, shown.join(network("Nowhere", "12345678")));
        assertEquals(List.of(), supplicant.added());
    }

    @Test
    void tellsThatNobodyGaveAnAddress() {
        address = "";
        WifiJoin hasty =
                new WifiJoin(
                        "HomeNet",
                        true,
                        "correct-horse-1",
                        "",
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        Duration.ofMillis(500));
        fails(Kind.NO_ADDRESS, shown.join(hasty));
        assertEquals(List.of(), supplicant.added());
    }

    @Test
    void goesOnWithWhatAnEarlierRunJoinedAndCanLeaveIt() throws Exception {
        supplicant.network("Office", "office-secret");
        supplicant.configured("Office", "office-secret");
        get(shown.join(network("HomeNet", "correct-horse-1")));
        restart();
        assertEquals("HomeNet", shown.state().ssid());
        get(shown.join(network("HomeNet", "correct-horse-1")));
        assertEquals(List.of("Office", "HomeNet"), supplicant.added());
        restart();
        get(shown.leave());
        assertEquals(List.of("Office"), supplicant.added());
        assertEquals("", supplicant.joined());
    }

    @Test
    void removesWhatAnEarlierRunHasLeftAndIsNotInUse() throws Exception {
        get(shown.join(network("HomeNet", "correct-horse-1")));
        watch.close();
        supplicant.network("Office", "office-secret");
        supplicant.configured("Office", "office-secret");
        eventually(() -> assertEquals("Office", supplicant.joined()));
        watch = watch(Duration.ZERO);
        watch.open();
        eventually(() -> assertEquals(List.of("Office"), supplicant.added()));
        assertEquals("Office", supplicant.joined());
    }

    @Test
    void listsNetworks() throws Exception {
        List<WifiNetwork> seen = get(shown.scan());
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
        fails(Kind.UNSUPPORTED, shown.open(accessPoint()));
        supplicant.off();
        fails(Kind.RADIO_OFF, shown.join(network("HomeNet", "correct-horse-1")));
    }

    @Test
    void waitsForANetworkManagerThatRestarts() {
        watch.close();
        Duration patience = Duration.ofSeconds(1);
        watch = watch(patience);
        long began = System.nanoTime();
        try (ScriptedNetworkManager manager = ScriptedNetworkManager.start(bus.address())) {
            watch.open();
            runBy("NetworkManager 1.42.4");
            eventually(() -> assertTrue(System.nanoTime() - began > patience.toNanos()));
            assertEquals(List.of(), manager.profiles());
        }
        long ended = System.nanoTime();
        runBy("wpa_supplicant");
        long took = System.nanoTime() - ended;
        assertTrue(took >= patience.toNanos() * 9 / 10, "after " + Duration.ofNanos(took));
    }

    @Test
    void givesWayToNetworkManager() {
        try (ScriptedNetworkManager manager = ScriptedNetworkManager.start(bus.address())) {
            runBy("NetworkManager 1.42.4");
            assertEquals(List.of(), manager.profiles());
        }
        runBy("wpa_supplicant");
    }

    private void runBy(String runner) {
        eventually(
                () -> {
                    Wifi now = shown;
                    assertNotNull(now);
                    assertEquals(runner, now.runner());
                });
    }

    private void restart() {
        watch.close();
        watch = watch(Duration.ZERO);
        watch.open();
        eventually(() -> assertNotNull(shown));
    }

    private RadioWatch watch(Duration patience) {
        return new RadioWatch(
                bus.address(),
                List.of(
                        new NmService(SideInterface.NONE),
                        new WpaService(patience, name -> address)),
                new RadioWatch.Show() {
                    @Override
                    public void show(Wifi wifi) {
                        shown = wifi;
                    }

                    @Override
                    public void hide() {
                        shown = null;
                    }
                });
    }
}
