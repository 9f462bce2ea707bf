package ccm.api.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.api.rpc.RpcException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigExceptionTest {
    @ParameterizedTest
    @CsvSource({
        "INVALID, -32602, 400, no",
        "UNKNOWN, -32602, 404, no",
        "LOCKED, -32602, 403, no",
        "CONTRADICTION, -32602, -1, error saving config: no",
        "STORAGE, -32603, -1, error saving config: no"
    })
    void theHostAndTheNetworkHaveCodesOfTheirOwn(
            ConfigException.Kind kind, int code, int networkCode, String networkMessage) {
        RpcException refused = new ConfigException(kind, "a.b: no", "no").refused("Config.Set");
        assertEquals(code, refused.code());
        assertEquals("Config.Set: a.b: no", refused.getMessage());
        assertEquals(networkCode, refused.networkCode());
        assertEquals(networkMessage, refused.networkMessage());
    }
}
