package ccm.provision.ble;

import static ccm.provision.ble.Site.assertRefused;
import static ccm.provision.ble.Site.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.rpc.RpcException;
import ccm.provision.ble.gatt.GattException;
import ccm.sim.dbus.bluez.AttException;
import ccm.sim.dbus.bluez.Central;
import ccm.testing.Quiet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.freedesktop.dbus.exceptions.DBusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Quiet.class)
class ConfigDialogueTest {
    private static final int SMALL = 23;
    private static final String JOIN =
            "{\"config\":{\"wifi\":{\"sta\":{\"ssid\":\"Shop\",\"pass\":\"right one\","
                    + "\"enable\":true}}},\"save\":true,\"reboot\":true}";

    @TempDir private Path undo;

    @Test
    void triesANetworkWithAllOfItsSettingsAtOnce() throws Exception {
        try (Site site = Site.open(undo);
                Central phone = site.phone(Site.PHONE, SMALL)) {
            set(phone, "wifi.sta.ssid", "Shop", "0");
            set(phone, "wifi.sta.pass", "right one", "0");
            set(phone, "wifi.sta.enable", "true", "2");
            assertEquals("ble " + Site.PHONE + " Config.Set " + JOIN, site.engine.last());
        }
    }

    @Test
    void keepsTheNameForAnotherPasswordWhenATryFails() throws Exception {
        try (Site site = Site.open(undo);
                Central phone = site.phone(Site.PHONE, SMALL)) {
            set(phone, "wifi.sta.ssid", "Shop", "0");
            set(phone, "wifi.sta.enable", "true", "0");
            site.engine
                    .nextSet()
                    .completeExceptionally(
                            new RpcException(RpcException.INTERNAL_ERROR, "wrong password"));
            assertRefused(
                    GattException.NOT_TAKEN, () -> set(phone, "wifi.sta.pass", "wrong one", "1"));
            site.engine.nextSet().complete(FakeProvisioning.SAVED);
            set(phone, "wifi.sta.pass", "right one", "1");
            assertTrue(site.engine.last().contains("\"ssid\":\"Shop\""), site.engine.last());
            assertTrue(site.engine.last().contains("\"right one\""), site.engine.last());
            set(phone, "wifi.sta.channel", "0x0b", "1");
            assertTrue(
                    site.engine
                            .last()
                            .endsWith(
                                    "{\"config\":{\"wifi\":{\"sta\":{\"channel\":11}}},\"save\":true,"
                                            + "\"reboot\":false}"),
                    site.engine.last());
        }
    }

    @Test
    void readsASettingAsJson() throws Exception {
        try (Site site = Site.open(undo);
                Central phone = site.phone(Site.PHONE, SMALL)) {
            assertRefused(AttException.READ_NOT_PERMITTED, () -> phone.read(Services.CONFIG_VALUE));
            phone.write(Services.CONFIG_KEY, text("wifi."));
            phone.write(Services.CONFIG_KEY, text("ap"));
            assertEquals(
                    "{\"enable\":true,\"ssid\":\"CCM-A1B2C3\"}",
                    new String(phone.read(Services.CONFIG_VALUE), StandardCharsets.UTF_8));
            phone.write(Services.CONFIG_KEY, text("wifi.none"));
            assertRefused(AttException.INVALID_OFFSET, () -> phone.read(Services.CONFIG_VALUE));
            phone.write(Services.CONFIG_KEY, text("device.id"));
            assertRefused(AttException.READ_NOT_PERMITTED, () -> phone.read(Services.CONFIG_VALUE));
        }
    }

    @Test
    void refusesWhatCannotBeSet() throws Exception {
        try (Site site = Site.open(undo);
                Central phone = site.phone(Site.PHONE, SMALL)) {
            assertRefused(
                    AttException.INVALID_OFFSET, () -> set(phone, "wifi.sta.enable", "yes", "0"));
            assertRefused(
                    AttException.INVALID_OFFSET, () -> set(phone, "wifi.sta.channel", "x", "0"));
            assertRefused(AttException.INVALID_OFFSET, () -> set(phone, "wifi.sta", "1", "0"));
            assertRefused(
                    AttException.WRITE_NOT_PERMITTED, () -> set(phone, "device.id", "x", "1"));
            assertRefused(AttException.INVALID_OFFSET, () -> set(phone, "wifi.sta.ssid", "", "3"));
            assertRefused(
                    GattException.TOO_LARGE, () -> phone.write(Services.CONFIG_KEY, new byte[129]));
            assertTrue(site.engine.calls().stream().noneMatch(call -> call.contains("Config.Set")));
        }
    }

    private static void set(Central phone, String key, String value, String save)
            throws AttException, DBusException {
        phone.write(Services.CONFIG_KEY, text(key));
        if (value.isEmpty()) {
            phone.write(Services.CONFIG_VALUE, new byte[1]);
        } else {
            phone.write(Services.CONFIG_VALUE, text(value));
        }
        phone.write(Services.CONFIG_SAVE, text(save));
    }
}
