package ccm.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:1234, 127.0.0.1, 1234",
        "udp://127.0.0.1:0, 127.0.0.1, 0",
        "[::1]:7, 0:0:0:0:0:0:0:1, 7",
        ":65535, 0.0.0.0, 65535",
        "9, 0.0.0.0, 9"
    })
    void understandsHostAndPort(String text, String host, int port) throws IOException {
        assertEquals(host, ListenAddress.of(text).getAddress().getHostAddress());
        assertEquals(port, ListenAddress.of(text).getPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "host:", ":65536", "::1:7", ":-1", "tcp://127.0.0.1:x"})
    void namesTheSettingWhenItCannotBeUnderstood(String text) {
        IOException e = assertThrows(IOException.class, () -> ListenAddress.of(text));
        assertTrue(e.getMessage().contains("rpc.udp.listen_addr"), e.getMessage());
    }
}
