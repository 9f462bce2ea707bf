package ccm.cloud.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import ccm.api.mqtt.MqttConnect;
import ccm.api.mqtt.MqttLogin;
import ccm.testing.Configs;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an attempt to connect is made of. */
class TokensTest {
    private static final String CS =
            "HostName=contoso.azure-devices.net;DeviceId=dev1;"
                    + "SharedAccessKey=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @Test
    void makesAFreshTokenAndRenewsItAfterFourFifths() throws Exception {
        MqttLogin login = connect("2023-11-14T22:13:20Z", "cs", CS).login().orElseThrow();
        assertEquals("contoso.azure-devices.net/dev1/?api-version=2021-04-12", login.user());
        assertTrue(login.password().endsWith("&se=1700003600"), "made at 1 700 000 000");
        assertTrue(login.password().contains("sig=n54WDiT4yfTexdjFnRFDYHzgCZzCHVuclgIbATrKhzU"));
        assertEquals(Optional.of(Duration.ofSeconds(2970)), login.renewAfter());
    }

    @Test
    void connectsWhereAHubListens() throws Exception {
        MqttConnect connect = connect("2023-11-14T22:13:20Z", "cs", CS);
        assertEquals("contoso.azure-devices.net", connect.host());
        assertEquals(8883, connect.port());
        assertEquals("dev1", connect.clientId());
        assertEquals(Optional.empty(), connect.webSocketPath());
        assertTrue(!connect.cleanSession() && connect.tls().isPresent());
        MqttConnect web = connect("2023-11-14T22:13:20Z", "cs", CS, "ws_enable", true);
        assertEquals(443, web.port());
        assertEquals(Optional.of("/$iothub/websocket"), web.webSocketPath());
        assertEquals(7, connect("2023-11-14T22:13:20Z", "cs", CS, "server", "localhost:7").port());
    }

    @Test
    void makesNoTokenWhileTheClockIsWrong() {
        CloudException wrong = failsAt("1970-01-01T00:01:00Z", "cs", CS);
        assertEquals(Fault.CLOCK, wrong.fault());
        assertTrue(wrong.getMessage().contains("1970-01-01T00:01:00Z"), wrong.getMessage());
    }

    @Test
    void namesTheSettingThatIsMissing() {
        says("azure.cs: is empty", fails());
        says("azure.cs: DeviceId is missing", fails("cs", "HostName=a;SharedAccessKey=YQ=="));
        says("azure.cert: is empty", fails("host_name", "a"));
        says("azure.key: is empty", fails("host_name", "a", "cert", "/no/such"), "azure.cert: ");
        says("azure.host_name: is set", fails("cs", CS, "host_name", "a"));
        says("azure.host_name: is \"a b\"", fails("host_name", "a b", "cert", "c"));
        says("azure.device_id: is \"a/b\"", fails("host_name", "a", "device_id", "a/b"));
        says("azure.server: is \"a:0\"", fails("cs", CS, "server", "a:0"));
    }

    private static void says(String start, CloudException said, String... or) {
        String text = said.getMessage();
        assertTrue(text.startsWith(start) || or.length > 0 && text.startsWith(or[0]), text);
        assertEquals(Fault.SETTINGS, said.fault());
    }

    private static CloudException fails(Object... given) {
        return failsAt("2023-11-14T22:13:20Z", given);
    }

    private static CloudException failsAt(String now, Object... given) {
        return assertThrows(CloudException.class, () -> connect(now, given));
    }

    private static MqttConnect connect(String now, Object... given) throws CloudException {
        AzureSettings settings = AzureConfig.Read.settings(Configs.of(AzureConfig.class, given));
        Clock clock = Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
        Tokens tokens = new Tokens(settings.tokenTtl(), clock, () -> 0.5);
        return new AzureEndpoint(settings, () -> settings.login("gw"), Path.of("."), tokens)
                .connect();
    }
}
