package ccm.board.linux.wifi;

import static ccm.board.linux.wifi.RadioBench.get;
import static ccm.board.linux.wifi.RadioBench.network;
import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.sim.dbus.wpasupplicant.ScriptedSupplicant;
import ccm.testing.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A wpa_supplicant that nobody gave a radio to. */
@ExtendWith(Quiet.class)
class WpaKilledTest {
    @TempDir Path interfaces;

    @BeforeEach
    void machine() throws IOException {
        radio("ccm-ap0", "down"); // what a gateway that was killed has left
        radio("wlan0", "down");
        Files.createDirectories(interfaces.resolve("eth0"));
        state("eth0", "up");
    }

    @Test
    void isGivenARadioThatNobodyUses() throws Exception {
        state("wlan0", "up");
        radio("wlan1", "down");
        try (WpaBench bench = new WpaBench();
                ScriptedSupplicant supplicant =
                        ScriptedSupplicant.startWithout(bench.bus.address())) {
            supplicant.network("HomeNet", "correct-horse-1");
            bench.open(Duration.ZERO, Duration.ZERO, interfaces);
            assertEquals("wlan1", bench.wifi().device());
            bench.stopWatching();
        }
    }

    @Test
    void isGivenItsRadioAgainThoughThatLooksInUse() throws Exception {
        try (WpaBench bench = new WpaBench()) {
            try (ScriptedSupplicant supplicant =
                    ScriptedSupplicant.startWithout(bench.bus.address())) {
                supplicant.network("HomeNet", "correct-horse-1");
                bench.open(Duration.ZERO, Duration.ZERO, interfaces);
                get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
                state("wlan0", "up");
            } // killed, it leaves the radio in its network
            eventually(() -> assertTrue(bench.hidden()));
            try (ScriptedSupplicant supplicant =
                    ScriptedSupplicant.startWithout(bench.bus.address())) {
                supplicant.network("HomeNet", "correct-horse-1");
                get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
                bench.stopWatching();
            }
        }
    }

    private void radio(String name, String state) throws IOException {
        Files.createDirectories(interfaces.resolve(name).resolve("phy80211"));
        state(name, state);
    }

    private void state(String name, String state) throws IOException {
        Files.writeString(interfaces.resolve(name).resolve("operstate"), state + "\n");
    }
}
