package ccm.board.linux.wifi;

import static ccm.board.linux.wifi.RadioBench.accessPoint;
import static ccm.board.linux.wifi.RadioBench.fails;
import static ccm.board.linux.wifi.RadioBench.get;
import static ccm.board.linux.wifi.RadioBench.network;
import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.wifi.Wifi;
import ccm.api.wifi.WifiException.Kind;
import ccm.api.wifi.WifiState;
import ccm.testing.Quiet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
class RestartTest {
    private RadioBench bench;

    @BeforeEach
    void start() {
        bench = new RadioBench();
        bench.manager.network("HomeNet").password("correct-horse-1");
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void survivesANetworkManagerThatRestarts() throws Exception {
        bench.open();
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
        Wifi before = bench.wifi();
        bench.manager.stop();
        eventually(() -> assertTrue(bench.hidden()));
        fails(Kind.UNAVAILABLE, before.scan());
        bench.manager.comeBack();
        assertEquals("HomeNet", bench.wifi().state().ssid());
        assertEquals(List.of("ccm-sta"), bench.manager.profiles());
        get(bench.wifi().leave());
        assertEquals(List.of(), bench.manager.profiles());
    }

    @Test
    void failsWhatWasUnderWayWhenNetworkManagerEnded() {
        bench.open();
        bench.manager.network("HomeNet").delay(Duration.ofSeconds(30));
        CompletionStage<WifiState> join = bench.wifi().join(network("HomeNet", "correct-horse-1"));
        CompletionStage<Void> next = bench.wifi().leave();
        eventually(() -> assertEquals(List.of("ccm-sta"), bench.manager.profiles()));
        bench.manager.stop();
        fails(Kind.UNAVAILABLE, join);
        fails(Kind.UNAVAILABLE, next);
        bench.manager.comeBack();
        bench.wifi();
        assertEquals(List.of(), bench.manager.profiles());
    }

    @Test
    void survivesABusThatIsKilled() throws Exception {
        Quiet.expectErrors(); // the library has them for a broken connection
        bench.open();
        bench.wifi();
        bench.bus.kill();
        eventually(() -> assertTrue(bench.hidden()));
        bench.manager.stop();
        bench.bus.restart();
        bench.manager.comeBack();
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
    }

    @Test
    void waitsForARadio() throws Exception {
        bench.manager.removeDevice("wlan0");
        bench.open();
        bench.manager.addDevice("wlan1");
        assertEquals("wlan1", bench.wifi().device());
        bench.manager.removeDevice("wlan1");
        eventually(() -> assertTrue(bench.hidden()));
        bench.manager.addDevice("wlan0");
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
    }

    @Test
    void removesWhatAKilledProcessLeft() throws Exception {
        bench.manager.foreignProfile("ccm-ap", "CCM-123456", true);
        bench.manager.foreignProfile("ccm-sta", "Old", false);
        bench.manager.foreignProfile("Office", "Office", false);
        bench.open();
        bench.wifi();
        assertEquals(List.of("Office"), bench.manager.profiles());
    }

    @Test
    void closesItsAccessPointAndKeepsItsNetworkWhenItStops() throws Exception {
        bench.open();
        get(bench.wifi().open(accessPoint()));
        bench.stopWatching();
        assertEquals(List.of(), bench.manager.profiles());
    }

    @Test
    void keepsItsNetworkWhenItStops() throws Exception {
        bench.open();
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
        bench.stopWatching();
        assertEquals("HomeNet", bench.manager.joined("wlan0"));
    }

    @Test
    void isQuietWithoutABus() {
        RadioWatch watch =
                new RadioWatch(
                        "unix:path=/nowhere/at/all",
                        List.of(new NmService(SideInterface.NONE)),
                        new RadioWatch.Show() {
                            @Override
                            public void show(Wifi wifi) {
                                throw new AssertionError("there is none");
                            }

                            @Override
                            public void hide() {
                                throw new AssertionError("none was shown");
                            }
                        });
        watch.open();
        watch.close();
    }
}
