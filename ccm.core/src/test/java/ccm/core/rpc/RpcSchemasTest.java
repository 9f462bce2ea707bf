package ccm.core.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcPeer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RpcSchemasTest {
    private final MethodTable table = new MethodTable(Duration.ZERO, () -> false, System::nanoTime);
    private final RpcSchemas schemas = new RpcSchemas(table, () -> List.of("Sum"));
    private final RpcDescribe describe = new RpcDescribe(table);

    @Test
    void describesOneMethod() throws Exception {
        join("{\"type\":\"object\"}", "400 too much", "odd");
        JsonNode told = call(schemas, "{'name':'x.y'}");
        assertEquals("object", told.at("/params/type").textValue());
        assertEquals(400, told.at("/errors/0/code").intValue());
        assertEquals("too much", told.at("/errors/0/message").textValue());
        assertEquals("odd", told.at("/errors/1/message").textValue());
        assertTrue(told.path("answer").isNull());
        assertTrue(told.path("example").isMissingNode());
    }

    @Test
    void showsASchemaThatIsNoJsonAsItIs() throws Exception {
        join("{oops");
        JsonNode told = call(schemas, "{}");
        assertEquals("{oops", told.at("/methods/X.Y/params").textValue());
        assertEquals("[\"Sum\"]", told.path("host").toString());
    }

    @Test
    void speaksTheOriginalsErrors() throws Exception {
        join("");
        assertEquals("{a: %d}", call(describe, "{'name':'X.Y'}").path("args_fmt").textValue());
        assertNetwork(400, "name is required", "{}");
        assertNetwork(404, "name not found", "{'name':'Y'}");
    }

    private void assertNetwork(int code, String message, String params) {
        RpcException refused = assertThrows(RpcException.class, () -> call(describe, params));
        assertEquals(code, refused.networkCode());
        assertEquals(message, refused.networkMessage());
    }

    private void join(String params, String... errors) {
        MethodText text =
                new MethodText(
                        "{a: %d}",
                        "Does x.", params, "{\"type\":\"null\"}", List.of(errors), "", "null");
        table.join(
                "x",
                new LocalMethod(
                        new LocalMethod.Description(List.of("X.Y"), text, false),
                        new LocalMethod.Rank(0, 1),
                        Optional::empty));
    }

    private static JsonNode call(RpcMethod method, String params) throws Exception {
        return method.call(
                new RpcCall(
                        "Test",
                        new ObjectMapper().readTree(params.replace('\'', '"')),
                        RpcPeer.local("test"),
                        false));
    }
}
