package ccm.provision.ble;

import static ccm.provision.ble.Site.assertRefused;
import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.sim.dbus.bluez.AttException;
import ccm.sim.dbus.bluez.Central;
import ccm.sim.dbus.bluez.ScriptedAdapter;
import ccm.testing.Configs;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Quiet.class)
class BleChannelTest {
    private static final int SMALL = 23;
    private static final String PING = "{\"id\":1,\"method\":\"RPC.Ping\"}";

    @TempDir private Path undo;

    @Test
    void showsItselfWhileItIsOpenAndNothingAfterwards() throws Exception {
        try (Site site = Site.open(undo)) {
            ScriptedAdapter adapter = site.adapter();
            assertEquals(Optional.of("CCM-A1B2C3"), adapter.shownName());
            assertEquals(List.of(Services.RPC), adapter.shownServices());
            assertEquals(Optional.of("NoInputNoOutput"), site.bluez().agentCapability());
            assertTrue(adapter.serves() && adapter.pairable());
            Central phone = site.phone(Site.PHONE, SMALL);
            Site.call(phone, SMALL, PING);
            site.channel().close();
            assertFalse(phone.isConnected());
            assertEquals(Optional.empty(), adapter.shownName());
            assertEquals(Optional.empty(), site.bluez().agentCapability());
            assertFalse(adapter.serves() || adapter.pairable());
            assertTrue(adapter.powered());
            assertFalse(site.channel().isOpen());
            site.channel().open();
            assertTrue(site.channel().isOpen());
            phone.close();
        }
    }

    @Test
    void givesTheAnswerToWhoWaitsWhenItIsClosed() throws Exception {
        try (Site site = Site.open(undo);
                Central phone = site.phone(Site.PHONE, SMALL).listen(Services.RPC_RX_CTL)) {
            CompletableFuture<JsonNode> end = site.engine.nextSet();
            Site.send(phone, SMALL, "{\"id\":1,\"method\":\"Config.Set\",\"params\":{}}");
            Thread closer = new Thread(site.channel()::close);
            closer.start();
            eventually(() -> assertEquals(Optional.empty(), site.adapter().shownName()));
            end.complete(FakeProvisioning.json("{\"saved\":true}"));
            phone.heard(5).orElseThrow();
            assertTrue(Site.receive(phone).contains("{\"saved\":true}"));
            closer.join();
            assertFalse(phone.isConnected());
        }
    }

    @Test
    void closesInTheMiddleOfAWrite() throws Exception {
        try (Site site = Site.open(undo);
                Central phone = site.phone(Site.PHONE, SMALL)) {
            phone.write(Services.RPC_TX_CTL, Site.length(100));
            phone.write(Services.RPC_DATA, Site.text("{\"id\":1"));
            long begin = System.nanoTime();
            site.channel().close();
            assertTrue(System.nanoTime() - begin < 2_000_000_000L);
            assertRefused(
                    AttException.INVALID_HANDLE,
                    () -> phone.write(Services.RPC_DATA, Site.text("x")));
        }
    }

    @Test
    void comesBackWithBluetoothd() throws Exception {
        try (Site site = Site.open(undo)) {
            site.restartBluez();
            eventually(() -> assertTrue(site.channel().isOpen()));
            try (Central phone = site.phone(Site.PHONE, SMALL)) {
                assertEquals(1, Site.call(phone, SMALL, PING).path("id").asInt());
            }
        }
    }

    @Test
    void comesBackWithTheBus() throws Exception {
        Quiet.expectErrors(); // the library has one for a connection that breaks
        try (Site site = Site.open(undo)) {
            site.bus.kill();
            eventually(() -> assertTrue(site.channel().trouble().orElse("").contains("D-Bus")));
            assertFalse(site.channel().isOpen());
            site.restartBus();
            eventually(() -> assertTrue(site.channel().isOpen()));
            try (Central phone = site.phone(Site.PHONE, SMALL)) {
                assertEquals(1, Site.call(phone, SMALL, PING).path("id").asInt());
            }
        }
    }

    @Test
    void comesBackWithItsAdapter() throws Exception {
        try (Site site = Site.open(undo)) {
            site.bluez().unplug("hci0");
            eventually(
                    () -> assertTrue(site.channel().trouble().orElse("").contains("no adapter")));
            assertFalse(site.channel().isOpen());
            ScriptedAdapter other = site.bluez().plug("hci1", true);
            eventually(() -> assertTrue(site.channel().isOpen()));
            assertTrue(other.serves());
        }
    }

    @Test
    void saysWhatBlocksTheRadioAndComesBackWithIt() throws Exception {
        try (Site site = Site.open(undo)) {
            site.adapter().block(true);
            eventually(
                    () ->
                            assertTrue(
                                    site.channel().trouble().orElse("").contains("rfkill unblock"),
                                    site.channel().trouble().orElse("")));
            assertFalse(site.channel().isOpen());
            site.adapter().block(false);
            site.adapter().power(true);
            eventually(() -> assertTrue(site.channel().isOpen()));
            assertTrue(site.adapter().shownName().isPresent());
        }
    }

    @Test
    void switchesARadioOnAndOffAgain() throws Exception {
        try (Site site = new Site(undo)) {
            site.adapter().power(false);
            site.begin();
            eventually(() -> assertTrue(site.channel().isOpen()));
            assertTrue(site.adapter().powered());
            site.channel().close();
            assertFalse(site.adapter().powered());
        }
    }

    @Test
    void announcesItselfAgainWhenThatWasTakenAway() throws Exception {
        try (Site site = Site.open(undo)) {
            site.adapter().releaseAdvertisement();
            eventually(() -> assertTrue(site.adapter().shownName().isPresent()));
        }
    }

    @Test
    void announcesItselfAgainAlsoWhenThatIsRefusedAtFirst() throws Exception {
        try (Site site = Site.open(undo)) {
            site.adapter().fill(true);
            site.adapter().releaseAdvertisement();
            eventually(
                    () ->
                            assertTrue(
                                    site.channel()
                                            .trouble()
                                            .orElse("")
                                            .contains("RegisterAdvertisement"),
                                    "no trouble"));
            assertFalse(site.channel().isOpen());
            site.adapter().fill(false);
            eventually(() -> assertTrue(site.adapter().shownName().isPresent()));
            eventually(() -> assertTrue(site.channel().isOpen()));
        }
    }

    @Test
    void hasTheOldestPairAgainWhenThereAreTooMany() throws Exception {
        try (Site site = Site.open(undo, "max_paired_devices", 2)) {
            for (String end : List.of("01", "02", "03")) {
                site.phone("AA:BB:CC:DD:EE:" + end, SMALL).close();
            }
            eventually(() -> assertEquals(List.of("AA:BB:CC:DD:EE:01"), site.adapter().removed()));
            eventually(
                    () ->
                            assertEquals(
                                    List.of("AA:BB:CC:DD:EE:02", "AA:BB:CC:DD:EE:03"),
                                    Files.readAllLines(undo.resolve("ble"))));
        }
    }

    @Test
    void takesBondsBackAfterAFactoryReset() throws Exception {
        Files.write(undo.resolve("ble.1"), List.of("AA:BB:CC:DD:EE:09", "nonsense"));
        try (Site site = Site.open(undo)) {
            eventually(() -> assertEquals(List.of("AA:BB:CC:DD:EE:09"), site.adapter().removed()));
            eventually(() -> assertFalse(Files.exists(undo.resolve("ble.1"))));
        }
    }

    @Test
    void keepsBondsOnTheListUntilTheyAreGone() throws Exception {
        Files.write(undo.resolve("ble.1"), List.of("AA:BB:CC:DD:EE:09"));
        try (Site site = new Site(undo)) {
            site.adapter().keepDevices(true);
            site.begin();
            assertTrue(site.channel().isOpen());
            site.channel().close();
            assertTrue(Files.exists(undo.resolve("ble.1")));
            site.adapter().keepDevices(false);
            site.begin();
            eventually(() -> assertFalse(Files.exists(undo.resolve("ble.1"))));
            assertEquals(List.of("AA:BB:CC:DD:EE:09"), site.adapter().removed());
        }
    }

    @Test
    void saysWhatIsLeftToBluez() {
        assertEquals(List.of(), BleChannel.withoutEffect(Configs.of(BluetoothSettings.class)));
        assertEquals(
                List.of("bt.scan_rsp_data_hex", "bt.random_address", "bt.gatt_mtu"),
                BleChannel.withoutEffect(
                        Configs.of(
                                BluetoothSettings.class,
                                "scan_rsp_data_hex",
                                "0201",
                                "random_address",
                                true,
                                "gatt_mtu",
                                185)));
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        try (Site site = new Site(undo)) {
            BleChannel nowhere = site.made("unix:path=" + undo.resolve("none"));
            nowhere.open();
            assertTrue(nowhere.trouble().orElse("").contains("no D-Bus system bus"));
            nowhere.close();
            BleChannel other = site.made(site.bus.address(), "adapter", "hci7");
            other.open();
            assertEquals("bt.adapter: there is no hci7, but hci0", other.trouble().orElse(""));
            other.close();
            BleChannel off = site.made(site.bus.address(), "enable", false);
            off.open();
            assertEquals("bt.enable is false", off.trouble().orElse(""));
            off.close();
            site.bluez().close();
            site.begin();
            assertTrue(site.channel().trouble().orElse("").contains("bluetoothd does not run"));
        }
    }
}
