package ccm.cloud.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Tokens, with values that were computed elsewhere. */
class SasKeyTest {
    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final Instant END = Instant.ofEpochSecond(1_700_003_600);

    @Test
    void signsWhatAHubExpects() {
        assertEquals(
                "SharedAccessSignature sr=contoso.azure-devices.net%2Fdevices%2Fdev1"
                        + "&sig=n54WDiT4yfTexdjFnRFDYHzgCZzCHVuclgIbATrKhzU%3D&se=1700003600",
                SasKey.of(KEY).token("contoso.azure-devices.net/devices/dev1", END));
    }

    @Test
    void signsForTheProvisioningServiceWithTheKeyOfAGroup() {
        String token =
                SasKey.of(KEY).derived("ccm-0001").token("0ne00012345/registrations/ccm-0001", END);
        assertEquals(
                "SharedAccessSignature sr=0ne00012345%2Fregistrations%2Fccm-0001"
                        + "&sig=AwDzuuaViDrQQpQZJkcuEtGNy5pcwc%2BiZrzVocKO32g%3D&se=1700003600",
                token);
    }

    @Test
    void refusesWhatIsNoKeyAndShowsNone() {
        assertThrows(IllegalArgumentException.class, () -> SasKey.of("not base64!"));
        assertThrows(IllegalArgumentException.class, () -> SasKey.of(" "));
        assertFalse(SasKey.of(KEY).toString().contains("MDE"));
    }
}
