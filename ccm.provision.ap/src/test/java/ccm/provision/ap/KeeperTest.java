package ccm.provision.ap;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.api.wifi.WifiState;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
class KeeperTest {
    private final FakeWifi wifi = new FakeWifi();
    private final FakeEngine engine = new FakeEngine();
    private AccessPointChannel channel = Site.channel("127.0.0.1", 0, "pass", "12345678");

    @AfterEach
    void close() {
        channel.close();
    }

    @Test
    void opensTheNetworkOfTheSettingsAndClosesIt() {
        open();
        assertEquals("ap", channel.name());
        assertTrue(channel.isOpen());
        assertEquals(Optional.empty(), channel.trouble());
        var opened = wifi.open.orElseThrow();
        assertEquals("CCM-A1B2C3", opened.ssid());
        assertEquals("12345678", opened.password());
        assertEquals("192.168.4.1", opened.ip());
        assertEquals(24, opened.prefix());
        assertEquals(6, opened.channel());
        channel.open(); // already
        channel.close();
        assertFalse(channel.isOpen());
        assertEquals(List.of("open", "close"), wifi.steps);
        channel.open();
        assertTrue(channel.isOpen());
    }

    @Test
    void saysThatItIsSwitchedOff() {
        channel = Site.channel("127.0.0.1", 0, "enable", false);
        open();
        assertFalse(channel.isOpen());
        assertTrue(channel.trouble().orElseThrow().contains("wifi.ap.enable"));
        assertEquals(List.of(), wifi.steps);
    }

    @Test
    void waitsForARadioAndFollowsIt() {
        channel.open();
        assertFalse(channel.isOpen());
        assertTrue(channel.trouble().orElseThrow().startsWith("no WiFi radio is there"));
        channel.setWifi(wifi);
        eventually(() -> assertTrue(channel.isOpen()));
        channel.unsetWifi(wifi);
        eventually(() -> assertFalse(channel.isOpen()));
        FakeWifi other = new FakeWifi();
        channel.setWifi(other);
        eventually(() -> assertTrue(channel.isOpen()));
        assertEquals(List.of("open"), other.steps);
    }

    @Test
    void triesAgainWhenTheRadioRefuses() {
        wifi.refusal = Optional.of(new WifiException(Kind.RADIO_OFF, "wlan0 is switched off"));
        open();
        assertEquals(
                "network CCM-A1B2C3 cannot be opened: wlan0 is switched off",
                channel.trouble().orElseThrow());
        wifi.refusal = Optional.empty();
        eventually(() -> assertTrue(channel.isOpen()));
    }

    @Test
    void leavesItToTheEngineToTellOfTrouble() {
        List<String> told = new CopyOnWriteArrayList<>();
        Handler handler = new Told(told);
        Logger log = Logger.getLogger(Keeper.class.getName());
        log.addHandler(handler);
        try {
            channel.open();
            assertTrue(channel.trouble().isPresent());
            assertEquals(List.of(), told);
        } finally {
            log.removeHandler(handler);
        }
    }

    /** Notes what the log is told. */
    private static final class Told extends Handler {
        private final List<String> told;

        Told(List<String> told) {
            this.told = told;
        }

        @Override
        public void publish(LogRecord entry) {
            told.add(entry.getLevel() + " " + entry.getMessage());
        }

        @Override
        public void flush() {
            // nothing waits
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    @Test
    void triesAgainWhenTheRadioBreaksDown() {
        Quiet.expectErrors();
        wifi.broken = true;
        open();
        assertEquals(
                "it failed: java.lang.IllegalStateException: an accident. The log has more",
                channel.trouble().orElseThrow());
        wifi.broken = false;
        eventually(() -> assertTrue(channel.isOpen()));
    }

    @Test
    void opensTheNetworkAgainWhenItWasLostButCutsNoTry() {
        channel.setProvisioning(engine);
        open();
        beginTry();
        wifi.open = Optional.empty(); // the radio closes it for a try
        look();
        assertTrue(channel.isOpen());
        wifi.phase = WifiState.Phase.GOT_IP;
        engine.end();
        look();
        assertEquals(List.of("open"), wifi.steps);
        wifi.phase = WifiState.Phase.DISCONNECTED;
        eventually(
                () -> {
                    channel.setWifi(wifi);
                    assertEquals(List.of("open", "open"), wifi.steps);
                });
    }

    @Test
    void cutsNoTryThatSucceedsWhileItLooks() {
        channel.setProvisioning(engine);
        open();
        beginTry();
        wifi.open = Optional.empty();
        engine.asked =
                () -> { // it is over just before it is asked for, and so joined before that
                    engine.asked = () -> {};
                    wifi.phase = WifiState.Phase.GOT_IP;
                    engine.end();
                };
        channel.setWifi(wifi);
        eventually(() -> assertEquals(WifiState.Phase.GOT_IP, wifi.phase));
        channel.close();
        assertEquals(List.of("open", "close"), wifi.steps);
    }

    @Test
    void saysWhoseThePortIs() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            channel = Site.channel("127.0.0.1", taken.getLocalPort());
            open();
            assertFalse(channel.isOpen());
            String trouble = channel.trouble().orElseThrow();
            assertTrue(trouble.contains("is taken by another program"), trouble);
        }
        eventually(() -> assertTrue(channel.isOpen()));
    }

    @Test
    void waitsForItsAddress() {
        channel = Site.channel("192.0.2.77", 0);
        open();
        String trouble = channel.trouble().orElseThrow();
        assertTrue(trouble.contains("the address is not there yet"), trouble);
    }

    @Test
    void saysWhichSettingIsWrong() {
        channel = Site.channel("127.0.0.1", 0, "netmask", "narrow");
        open();
        String trouble = channel.trouble().orElseThrow();
        assertTrue(trouble.startsWith("\"narrow\" is no IPv4 address"), trouble);
    }

    /** Has it look, until it has done what it does then: when it looks once more. */
    private void look() {
        for (int i = 0; i < 2; i++) {
            int before = wifi.looks.get();
            channel.setWifi(wifi);
            eventually(() -> assertTrue(wifi.looks.get() > before));
        }
    }

    private void open() {
        channel.setWifi(wifi);
        channel.open();
    }

    private void beginTry() {
        engine.call("ap", "", "Config.Set", MissingNode.getInstance());
    }
}
