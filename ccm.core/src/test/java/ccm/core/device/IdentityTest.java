package ccm.core.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Configs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "ccm_??????, ccm_A1B2C3",
        "CCM-????-??, CCM-B2C3-C3",
        "????????????, 0A0B0CA1B2C3",
        "odd ???, odd ???",
        "??????????????, ??????????????",
        "plain, plain"
    })
    void fillsPlaceholdersWithTheLastDigitsOfTheAddress(String text, String expanded) {
        assertEquals(expanded, identity("mac", "0a:0b:0c:a1:b2:c3").expand(text));
    }

    @Test
    void hasAnIdEvenWhenItIsSetToNothing() {
        assertEquals("ccm", identity("id", " ").id());
    }

    @Test
    void takesTheFirstRealInterface() throws IOException {
        networkInterface("docker0", "02:42:00:00:00:01", false);
        networkInterface("lo", "00:00:00:00:00:00", false);
        networkInterface("eth1", "0a:0b:0c:0d:0e:02", true);
        networkInterface("eth0", "0a:0b:0c:0d:0e:01", true);

        assertEquals("0A0B0C0D0E01", identity().mac());
    }

    @Test
    void isTheSameAfterAKilledRunThatLeftItsAccessPoint() throws IOException {
        networkInterface("ccm-ap0", "02:0b:0c:0d:0e:01", true);
        networkInterface("wlan0", "00:0b:0c:0d:0e:01", true);

        assertEquals("000B0C0D0E01", identity().mac());
    }

    @Test
    void takesAContainersInterfaceWhenThereIsNoReal() throws IOException {
        networkInterface("lo", "00:00:00:00:00:00", false);
        networkInterface("eth0", "02:42:ac:11:00:02", false);

        assertEquals("0242AC110002", identity().mac());
    }

    @Test
    void inventsTheSameAddressAgainWhereThereIsNoInterface() throws IOException {
        Files.writeString(folder.resolve("machine-id"), "0123456789abcdef");

        String mac = identity().mac();

        assertTrue(mac.matches("0200[0-9A-F]{8}"), mac);
        assertEquals(mac, identity().mac());
        Files.writeString(folder.resolve("machine-id"), "fedcba9876543210");
        assertTrue(!mac.equals(identity().mac()));
    }

    @Test
    void keepsToTheInterfaceWhenTheSettingIsNoAddress() throws IOException {
        networkInterface("eth0", "0a:0b:0c:0d:0e:01", true);

        assertEquals("0A0B0C0D0E01", identity("mac", "not an address").mac());
    }

    private Identity identity(Object... settings) {
        return new Identity(
                Configs.of(Identity.Config.class, settings),
                "1.2.3",
                new HardwareAddress(folder.resolve("net"), folder.resolve("machine-id")));
    }

    private void networkInterface(String name, String address, boolean real) throws IOException {
        Path dir = Files.createDirectories(folder.resolve("net").resolve(name));
        Files.writeString(dir.resolve("address"), address + "\n");
        if (real) {
            Files.createDirectories(dir.resolve("device"));
        }
    }
}
