package ccm.cloud.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may stand in a connection string, and what is said of what may not. */
class ConnectionStringTest {
    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @Test
    void readsThePartsInAnyOrderAndCase() {
        HubLogin login =
                ConnectionString.login(
                        " deviceid=dev1; SharedAccessKey="
                                + KEY
                                + ";HostName=a.azure-devices.net;");
        assertEquals("a.azure-devices.net/dev1/?api-version=2021-04-12", login.user());
        assertEquals("a.azure-devices.net/devices/dev1", login.resource());
        assertTrue(login.key().isPresent());
    }

    @Test
    void takesACertificateAndAGateway() {
        HubLogin login =
                ConnectionString.login("HostName=a;DeviceId=d;x509=true;GatewayHostName=edge");
        assertTrue(login.key().isEmpty());
        assertEquals(Optional.of("edge"), login.gateway());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HostName=a;DeviceId=d|SharedAccessKey is missing",
                "HostName=a;DeviceId=d;SharedAccessKey=|SharedAccessKey is missing",
                "HostName=a;DeviceId=d;SharedAccessKey=c2VjcmV0!|SharedAccessKey is no base64",
                "DeviceId=d;SharedAccessKey=c2VjcmV0|HostName is missing",
                "HostName=http://a;DeviceId=d;SharedAccessKey=c2VjcmV0|HostName is",
                "HostName=a;SharedAccessKey=c2VjcmV0|DeviceId is missing",
                "HostName=a;DeviceId=d/e;SharedAccessKey=c2VjcmV0|DeviceId is",
                "HostName=a;DeviceId=d;ModuleId=m;SharedAccessKey=c2VjcmV0|ModuleId is not",
                "HostName=a;SharedAccessKeyName=o;SharedAccessKey=c2VjcmV0|SharedAccessKeyName is",
                "HostName=a;HostName=b;DeviceId=d;SharedAccessKey=c2VjcmV0|HostName is there twice",
                "HostName=a;c2VjcmV0|part 2 has no =",
                "c2VjcmV0=a|a part is none of",
            })
    void namesThePartThatIsWrongAndNoSecret(String text, String said) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> ConnectionString.login(text))
                        .getMessage();
        assertTrue(message.startsWith(said), message);
        assertFalse(message.contains("c2VjcmV0"), message);
    }
}
