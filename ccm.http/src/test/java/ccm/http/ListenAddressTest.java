package ccm.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "80, '', 80, false",
        ":8081, '', 8081, false",
        "127.0.0.1:0, 127.0.0.1, 0, false",
        "gateway.local:8081, gateway.local, 8081, false",
        "https://:443, '', 443, true",
        "https://0.0.0.0:8443, 0.0.0.0, 8443, true",
        "http://127.0.0.1:8081/, 127.0.0.1, 8081, false",
        "[::1]:8081, ::1, 8081, false"
    })
    void understandsEveryForm(String text, String host, int port, boolean secure) {
        assertEquals(new ListenAddress(host, port, secure), ListenAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "127.0.0.1:70000", "a:b:1", "ftp://x:1", ":", "x:-1"})
    void saysWhatIsAllowed(String text) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> ListenAddress.parse(text))
                        .getMessage();
        assertTrue(message.startsWith("http.listen_addr is \"" + text + "\", must be "), message);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:1, true",
        "localhost:1, true",
        "[::1]:1, true",
        "80, false",
        "0.0.0.0:1, false"
    })
    void knowsWhatTheNetworkReaches(String text, boolean loopback) throws Exception {
        assertEquals(loopback, ListenAddress.parse(text).isLoopback());
    }

    @Test
    void namesThePortThatWasBound() {
        assertEquals("https://127.0.0.1:4711", ListenAddress.parse("127.0.0.1:0").url(true, 4711));
        assertEquals("http://[::1]:4711", ListenAddress.parse("[::1]:0").url(false, 4711));
    }
}
