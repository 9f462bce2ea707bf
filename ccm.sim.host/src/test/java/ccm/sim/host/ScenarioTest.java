package ccm.sim.host;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcPeer;
import ccm.testing.Configs;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Quiet.class)
class ScenarioTest {
    @TempDir Path data;

    @Test
    void publishesUntilToldToStopAndCountsWhatIsAnswered() throws Exception {
        Scenario scenario = open("pub_interval_ms", 5, "crc", true);
        try (Gateway gateway = new Gateway(data.resolve("host").toString())) {
            SimStatus status = new SimStatus(scenario);
            call(new SimStart(scenario), "{}");
            eventually(() -> assertTrue(call(status, "{}").path("answered").asInt() >= 10));
            call(new SimStop(scenario), "{}");
            eventually(() -> assertEquals(0, call(status, "{}").path("unanswered").asInt()));
            JsonNode end = call(status, "{\"after\":0}");
            assertEquals(end.path("published"), end.path("answered"));
            assertEquals(gateway.effects().size(), end.path("answered").asInt());
            assertTrue(end.path("frames").path(0).path("frame").asText().startsWith("> {"));
            assertEquals(1, end.path("frames").path(0).path("number").asInt());
            scenario.close();
        }
        assertFalse(Files.isSymbolicLink(data.resolve("host")));
    }

    @Test
    void closesWhileNobodyReadsTheLine() throws Exception {
        Scenario scenario =
                open("pub_start", true, "pub_interval_ms", 1, "pub_style", "notification");
        SimStatus status = new SimStatus(scenario);
        eventually(() -> assertTrue(call(status, "{}").path("published").asInt() > 50));
        long start = System.nanoTime();
        scenario.close();
        assertTrue(System.nanoTime() - start < 2_000_000_000L);
    }

    @Test
    void doesNothingWhenItIsNotEnabled() throws Exception {
        Scenario scenario = open("enable", false);
        assertEquals("{\"device\":\"\"}", call(new SimStatus(scenario), "{}").toString());
        scenario.close();
    }

    @Test
    void namesTheParamThatIsWrong() throws Exception {
        Scenario scenario = open();
        RpcException e =
                assertThrows(
                        RpcException.class,
                        () -> call(new SimStatus(scenario), "{\"after\":\"no\"}"));
        assertTrue(e.getMessage().contains("after is \"no\""), e.getMessage());
        scenario.close();
    }

    private Scenario open(Object... settings) throws IOException {
        Scenario scenario =
                new Scenario(
                        Optional.of(data.toString()), Configs.of(Scenario.Config.class, settings));
        scenario.open();
        return scenario;
    }

    private static JsonNode call(RpcMethod method, String params) throws Exception {
        RpcPeer peer = RpcPeer.local("test");
        return method.call(new RpcCall("Sim", new JsonMapper().readTree(params), peer, false));
    }
}
