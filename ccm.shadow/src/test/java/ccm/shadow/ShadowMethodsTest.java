package ccm.shadow;

import static ccm.shadow.Bench.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.api.shadow.ShadowChange.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class ShadowMethodsTest {
    private final Bench bench = new Bench();
    private final ShadowReport report = new ShadowReport(bench.engine);
    private final ShadowGet get = new ShadowGet(bench.engine);

    @Test
    void answersAReportWhenItIsOnDisk() throws Exception {
        bench.cloud("some", Kind.PATCH, true);
        CompletableFuture<JsonNode> answer = send("{'on':true}");
        bench.pass(40);
        assertFalse(answer.isDone());
        bench.pass(20);
        assertTrue(answer.get().isNull());
        assertEquals(json("{'on':true}"), bench.shelf.kept.get("reported").get("reported"));
        assertEquals(1, bench.shelf.writes);
    }

    @Test
    void refusesWhatIsNoObject() {
        RpcException error =
                assertThrows(RpcException.class, () -> report.call(call(IntNode.valueOf(5))));
        assertEquals(
                "Shadow.Report: params are 5, must be an object, which is all that the clouds"
                        + " keep. Send for example {\"value\": …}",
                error.getMessage());
    }

    @Test
    void keepsAReportForACloudThatIsEnabledLater() throws Exception {
        CompletableFuture<JsonNode> answer = send("{'on':true}");
        bench.pass(3000);
        Throwable failure = assertThrows(ExecutionException.class, answer::get).getCause();
        assertTrue(failure.getMessage().contains("no enabled cloud has a shadow. Enable one"));
        assertEquals(json("{'on':true}"), bench.connected("some", Kind.PATCH).reported());
    }

    @Test
    void changesNothingWhenACloudCannotTakeIt() {
        ModelCloud cloud = bench.connected("some", Kind.PATCH);
        cloud.rules = (patch, whole) -> Optional.of("params has the key \"a.b\"");
        assertThrows(RpcException.class, () -> send("{'a.b':1}"));
        bench.pass(1000);
        assertEquals(json("{}"), bench.engine.reported().tree());
        assertEquals(List.of(), cloud.patches);
    }

    @Test
    void setsAsideWhatTheCloudRefusesAndReportsTheRest() throws Exception {
        ModelCloud cloud = bench.connected("some", Kind.PATCH);
        cloud.refuses =
                () ->
                        cloud.patches.get(cloud.patches.size() - 1).has("bad")
                                ? Optional.of(new CloudException("bad is not taken", true))
                                : Optional.empty();
        send("{'a':1,'bad':2,'c':3}");
        bench.pass(10_000);
        assertEquals(json("{'a':1,'c':3}"), cloud.reported());
        JsonNode view =
                get.call(new RpcCall("Shadow.Get", json("{}"), peer(), false))
                        .toCompletableFuture()
                        .get();
        assertEquals("bad is not taken", view.at("/refused/bad").asText());
        assertTrue(view.path("connected").booleanValue());
    }

    private CompletableFuture<JsonNode> send(String params) throws RpcException {
        return report.call(call(json(params))).toCompletableFuture();
    }

    private static RpcCall call(JsonNode params) {
        return new RpcCall("Shadow.Report", params, peer(), false);
    }

    private static RpcPeer peer() {
        return RpcPeer.host("/dev/pts/9");
    }
}
