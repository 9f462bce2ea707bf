package ccm.cloud.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server setting may look like. */
class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "broker.example:1884, broker.example, 1884",
        "broker.example, broker.example, 1883",
        "192.168.1.10:1, 192.168.1.10, 1",
        "[fd00::1]:8883, fd00::1, 8883",
        "[::1], ::1, 1883",
        "my_broker:1883, my_broker, 1883",
        "' iot.eclipse.org:1883 ', iot.eclipse.org, 1883",
    })
    void readsHostAndPort(String server, String host, int port) {
        assertEquals(Optional.empty(), ServerAddress.fault(server));
        assertEquals(new ServerAddress(host, port), ServerAddress.of(server, 1883));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt://broker:1883", "ssl://broker", "tcp://[::1]:1883"})
    void saysWhatToWriteInsteadOfAScheme(String server) {
        String fault = ServerAddress.fault(server).orElseThrow();
        assertTrue(fault.contains(server) && fault.contains("write HOST:PORT alone"), fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":1883",
                "a:b",
                "a:",
                "fd00::1",
                "a b:1",
                "[::1:1883",
                "user@host:1",
                "a:1/x"
            })
    void refusesWhatIsNoAddress(String server) {
        String fault = ServerAddress.fault(server).orElseThrow();
        assertTrue(fault.contains("write HOST:PORT"), fault);
    }

    @Test
    void refusesImpossiblePorts() {
        assertEquals("is \"a:0\". a port is 1 to 65535", ServerAddress.fault("a:0").orElseThrow());
        assertTrue(ServerAddress.fault("a:65536").isPresent());
    }
}
