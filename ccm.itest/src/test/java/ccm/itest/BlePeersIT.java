package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import ccm.sim.dbus.bluez.AttException;
import ccm.sim.dbus.bluez.Central;
import ccm.sim.dbus.bluez.ScriptedAdapter;
import ccm.sim.dbus.bluez.ScriptedBluez;
import ccm.sim.dbus.bus.PrivateBus;
import ccm.sim.dbus.networkmanager.ScriptedNetworkManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.freedesktop.dbus.exceptions.DBusException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The product as it is shipped lets a phone in over Bluetooth, and what it allows there. */
public class BlePeersIT {
    private static final String PHONE = "AA:BB:CC:00:00:01";
    private static final String DATA = "5f6d4f53-5f52-5043-5f64-6174615f5f5f";
    private static final String RX_CTL = "5f6d4f53-5f52-5043-5f72-785f63746c5f";
    private static final String TX_CTL = "5f6d4f53-5f52-5043-5f74-785f63746c5f";
    private static final String KEY = "306d4f53-5f43-4647-5f6b-65795f5f5f30";
    private static final String VALUE = "316d4f53-5f43-4647-5f76-616c75655f31";
    private static final String SAVE = "326d4f53-5f43-4647-5f73-6176655f5f32";
    private static final Pattern BYTES =
            Pattern.compile("(tx_ctl|data) +<- +([0-9a-f]{2}(?: [0-9a-f]{2})*)(?: .*)?");
    private static final Pattern SETTING =
            Pattern.compile("key <- (\\S+) +value <- (.*?) {2,}save <- (\\d)");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void letsAPairedPhoneCallWhatTheVendorAllows() throws Exception {
        Path data = folder.newFolder("data").toPath();
        try (PrivateBus bus = PrivateBus.start();
                ScriptedNetworkManager manager = ScriptedNetworkManager.start(bus.address());
                ScriptedBluez bluez = ScriptedBluez.start(bus.address())) {
            manager.network("Home").password("secret word");
            ScriptedAdapter adapter = bluez.plug("hci0", true);
            try (GatewayProcess gateway = gateway(data, bus)) {
                gateway.startReady();
                eventually(() -> assertTrue(adapter.shownName().isPresent()));
                assertTrue(adapter.shownName().get().matches("CCM-[0-9A-F]{6}"));
                assertTrue(
                        gateway.local()
                                .call("Provision.Status", "")
                                .at("/result/channels/ble/open")
                                .asBoolean());
                try (Central phone = bluez.central("hci0", PHONE).connect(23)) {
                    AttException refused =
                            assertThrows(AttException.class, () -> phone.read(RX_CTL));
                    assertEquals(AttException.ENCRYPTION, refused.code());
                    phone.pair();
                    talk(phone);
                    typeThePage(phone);
                    eventually(() -> assertEquals("Home", manager.joined("wlan0")));
                }
                eventually(
                        () ->
                                assertEquals(
                                        List.of(PHONE),
                                        Files.readAllLines(data.resolve("undo/ble"))));
                gateway.local().call("Config.Set", "{\"config\":{\"bt\":{\"enable\":false}}}");
                eventually(() -> assertFalse(adapter.serves()));
                gateway.local().call("Config.Set", "{\"config\":{\"bt\":{\"enable\":true}}}");
                eventually(() -> assertTrue(adapter.serves()));
            }
            eventually(() -> assertFalse(adapter.serves())); // it was stopped
        }
    }

    private static void talk(Central phone) throws Exception {
        assertEquals("app", call(phone, "RPC.Ping", "{}").path("dst").asText());
        assertEquals(0, call(phone, "Provision.Status", "{}").at("/error/code").asInt());
        assertEquals(403, call(phone, "Sys.Reboot", "{}").at("/error/code").asInt());
        assertEquals(
                403,
                call(phone, "Config.Set", "{\"config\":{\"mqtt\":{\"server\":\"x\"}}}")
                        .at("/error/code")
                        .asInt());
        phone.write(KEY, "wifi.ap.ssid".getBytes(StandardCharsets.UTF_8));
        assertEquals("\"CCM-??????\"", new String(phone.read(VALUE), StandardCharsets.UTF_8));
        phone.write(KEY, "mqtt.server".getBytes(StandardCharsets.UTF_8));
        AttException hidden = assertThrows(AttException.class, () -> phone.read(VALUE));
        assertEquals(AttException.INVALID_OFFSET, hidden.code());
    }

    /** The bytes of docs/provisioning-api.md, and then its settings. */
    private static void typeThePage(Central phone) throws Exception {
        List<String> settings = new ArrayList<>();
        for (String line : Files.readAllLines(TypedPage.page("provisioning-api.md"))) {
            Matcher bytes = BYTES.matcher(line);
            if (bytes.matches()) {
                phone.write(
                        bytes.group(1).equals("data") ? DATA : TX_CTL,
                        HexFormat.ofDelimiter(" ").parseHex(bytes.group(2)));
            }
            Matcher setting = SETTING.matcher(line);
            if (setting.matches()) {
                settings.add(setting.group(1));
                phone.write(KEY, setting.group(1).getBytes(StandardCharsets.UTF_8));
                phone.write(VALUE, setting.group(2).getBytes(StandardCharsets.UTF_8));
                phone.write(SAVE, setting.group(3).getBytes(StandardCharsets.UTF_8));
            }
        }
        assertEquals(3, settings.size());
        assertTrue(answer(phone).toString().contains("\"ssid\":\"Home\""));
    }

    private static JsonNode call(Central phone, String method, String params)
            throws AttException, DBusException, IOException {
        byte[] frame =
                ("{\"id\":1,\"src\":\"app\",\"method\":\""
                                + method
                                + "\",\"params\":"
                                + params
                                + "}")
                        .getBytes(StandardCharsets.UTF_8);
        phone.write(TX_CTL, ByteBuffer.allocate(4).putInt(frame.length).array());
        phone.write(DATA, frame);
        return answer(phone);
    }

    private static JsonNode answer(Central phone) throws AttException, DBusException, IOException {
        int[] length = new int[1];
        eventually(
                () -> {
                    length[0] = ByteBuffer.wrap(phone.read(RX_CTL)).getInt();
                    assertTrue(length[0] > 0);
                });
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        while (answer.size() < length[0]) {
            answer.writeBytes(phone.read(DATA));
        }
        return JSON.readTree(answer.toByteArray());
    }

    /** In every state, so that it does not matter whether this machine has a network. */
    private static GatewayProcess gateway(Path data, PrivateBus bus) throws IOException {
        return new GatewayProcess(
                        "full",
                        data,
                        "http.listen_addr=127.0.0.1:0",
                        "console.enable=false",
                        "provision.ap.enable=false",
                        "provision.ble.states=0,1,2,3")
                .with("DBUS_SYSTEM_BUS_ADDRESS", bus.address());
    }
}
