package ccm.provision.ble;

import static ccm.provision.ble.Site.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.provision.ble.gatt.GattException;
import ccm.sim.dbus.bluez.AttException;
import ccm.sim.dbus.bluez.Central;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Quiet.class)
class RpcDialogueTest {
    private static final int SMALL = 23;
    private static final int LARGE = 517;

    @TempDir private Path undo;

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void carriesFourHundredBytesInBothDirections(int mtu) throws Exception {
        try (Site site = Site.open(undo);
                Central phone = site.phone(Site.PHONE, mtu).listen(Services.RPC_RX_CTL)) {
            String filling = "x".repeat(400);
            String frame =
                    "{\"id\":7,\"src\":\"app\",\"method\":\"RPC.Ping\",\"params\":{\"a\":\""
                            + filling
                            + "\"}}";
            Site.send(phone, mtu, frame);
            byte[] told = phone.heard(5).orElseThrow();
            String answer = Site.receive(phone);
            assertEquals(
                    "{\"id\":7,\"src\":\"ccm_A1B2C3\",\"dst\":\"app\",\"result\":{\"a\":\""
                            + filling
                            + "\"}}",
                    answer);
            assertArrayEquals(Site.length(answer.length()), told);
            assertArrayEquals(Site.length(0), phone.read(Services.RPC_RX_CTL));
            assertEquals(0, phone.read(Services.RPC_DATA).length);
            assertEquals("ble " + Site.PHONE, site.engine.last().substring(0, 21));
        }
    }

    @Test
    void takesAFrameInOneLongWriteOrInPiecesOfOne() throws Exception {
        try (Site site = Site.open(undo);
                Central phone = site.phone(Site.PHONE, SMALL)) {
            byte[] frame =
                    Site.text("{\"id\":1,\"method\":\"RPC.Ping\",\"params\":{\"long\":true}}");
            phone.write(Services.RPC_TX_CTL, Site.length(frame.length));
            phone.write(Services.RPC_DATA, frame);
            assertEquals(1, FakeProvisioning.json(Site.receive(phone)).path("id").asInt());

            phone.write(Services.RPC_TX_CTL, Site.length(frame.length));
            phone.write(Services.RPC_DATA, java.util.Arrays.copyOf(frame, 18), 0);
            phone.write(
                    Services.RPC_DATA, java.util.Arrays.copyOfRange(frame, 18, frame.length), 18);
            assertEquals(1, FakeProvisioning.json(Site.receive(phone)).path("id").asInt());
        }
    }

    @Test
    void startsAFrameAgainWhenItsLengthIsRead() throws Exception {
        try (Site site = Site.open(undo);
                Central phone = site.phone(Site.PHONE, SMALL)) {
            Site.send(phone, SMALL, "{\"id\":\"a\",\"method\":\"RPC.Ping\",\"params\":[1,2,3]}");
            byte[] first = phone.read(Services.RPC_DATA);
            assertEquals(SMALL - 2, first.length);
            assertEquals(
                    "{\"id\":\"a\",\"src\":\"ccm_A1B2C3\",\"result\":[1,2,3]}",
                    Site.receive(phone));
        }
    }

    @Test
    void keepsTwoPhonesApart() throws Exception {
        try (Site site = Site.open(undo);
                Central one = site.phone(Site.PHONE, SMALL);
                Central two = site.phone("66:55:44:33:22:11", LARGE)) {
            byte[] a = Site.text("{\"id\":1,\"method\":\"RPC.Ping\",\"params\":\"one\"}");
            byte[] b = Site.text("{\"id\":2,\"method\":\"RPC.Ping\",\"params\":\"two\"}");
            one.write(Services.RPC_TX_CTL, Site.length(a.length));
            two.write(Services.RPC_TX_CTL, Site.length(b.length));
            one.write(Services.RPC_DATA, java.util.Arrays.copyOf(a, 20));
            two.write(Services.RPC_DATA, b);
            one.write(Services.RPC_DATA, java.util.Arrays.copyOfRange(a, 20, a.length));
            assertEquals("two", FakeProvisioning.json(Site.receive(two)).path("result").asText());
            assertEquals("one", FakeProvisioning.json(Site.receive(one)).path("result").asText());
        }
    }

    @Test
    void refusesWhatIsNoFrame() throws Exception {
        try (Site site = Site.open(undo);
                Central phone = site.phone(Site.PHONE, SMALL)) {
            byte[] some = {1};
            assertRefused(AttException.INVALID_OFFSET, () -> phone.write(Services.RPC_DATA, some));
            assertRefused(AttException.NOT_SUPPORTED, () -> phone.write(Services.RPC_TX_CTL, some));
            assertRefused(
                    GattException.TOO_LARGE,
                    () -> phone.write(Services.RPC_TX_CTL, Site.length(4097)));
            assertRefused(
                    GattException.TOO_LARGE,
                    () -> phone.write(Services.RPC_TX_CTL, Site.length(-1)));
            assertRefused(AttException.READ_NOT_PERMITTED, () -> phone.read(Services.RPC_TX_CTL));
            assertRefused(
                    AttException.WRITE_NOT_PERMITTED, () -> phone.write(Services.RPC_RX_CTL, some));

            phone.write(Services.RPC_TX_CTL, Site.length(3));
            assertRefused(
                    AttException.INVALID_OFFSET, () -> phone.write(Services.RPC_DATA, new byte[4]));
            phone.write(Services.RPC_DATA, Site.text("{\"x"));
            JsonNode answer = FakeProvisioning.json(Site.receive(phone));
            assertEquals(400, answer.path("error").path("code").asInt());
            assertEquals(
                    "frame of 3 bytes is not JSON", answer.path("error").path("message").asText());

            JsonNode refused = Site.call(phone, SMALL, "{\"id\":3,\"method\":\"Sys.Reboot\"}");
            assertEquals(403, refused.path("error").path("code").asInt());
        }
    }

    @Test
    void refusesWhoHasNotPaired() throws Exception {
        try (Site site = Site.open(undo);
                Central stranger = site.bluez().central("hci0", Site.PHONE).connect(SMALL)) {
            assertRefused(
                    AttException.ENCRYPTION,
                    () -> stranger.write(Services.RPC_TX_CTL, Site.length(10)));
            assertRefused(AttException.ENCRYPTION, () -> stranger.read(Services.RPC_DATA));
            assertRefused(AttException.ENCRYPTION, () -> stranger.read(Services.RPC_RX_CTL));
            assertRefused(AttException.ENCRYPTION, () -> stranger.read(Services.CONFIG_VALUE));
            assertRefused(
                    AttException.ENCRYPTION,
                    () -> stranger.write(Services.CONFIG_SAVE, Site.text("1")));
            assertEquals(java.util.List.of(), site.engine.calls());
        }
    }

    @Test
    void forgetsWhatAPhoneWasInTheMiddleOfWhenItGoes() throws Exception {
        try (Site site = Site.open(undo)) {
            try (Central phone = site.phone(Site.PHONE, SMALL)) {
                phone.write(Services.RPC_TX_CTL, Site.length(100));
                phone.write(Services.RPC_DATA, Site.text("{\"id\":1"));
            }
            try (Central phone = site.phone(Site.PHONE, SMALL)) {
                ccm.testing.Eventually.eventually(
                        () ->
                                assertRefused(
                                        AttException.INVALID_OFFSET,
                                        () -> phone.write(Services.RPC_DATA, Site.text("x"))));
            }
        }
    }
}
