package ccm.cloud.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.Fault;
import ccm.api.shadow.ShadowBackend;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowDocument;
import ccm.api.shadow.ShadowListener;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** The dialect of a twin, message by message. */
class AzureTwinTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final List<CloudMessage> sent = new ArrayList<>();
    private final List<ShadowChange> changes = new ArrayList<>();
    private final List<Boolean> readiness = new ArrayList<>();
    private final AzureTwin twin =
            new AzureTwin(
                    message -> {
                        sent.add(message);
                        return CompletableFuture.completedFuture(null);
                    });

    @Test
    void asksByARequestIdAndStripsWhatIsTheHubs() throws Exception {
        CompletionStage<ShadowDocument> asked = twin.get();
        assertEquals("$iothub/twin/GET/?$rid=1", sent.get(0).topic());
        assertEquals(0, sent.get(0).payload().length);
        in(
                "$iothub/twin/res/200/?$rid=1",
                "{\"desired\":{\"on\":true,\"$metadata\":{},\"$version\":4},"
                        + "\"reported\":{\"on\":false,\"$version\":9}}");
        ShadowDocument document = asked.toCompletableFuture().get();
        assertEquals("{\"on\":true}", document.desired().toString());
        assertEquals("{\"on\":false}", document.reported().orElseThrow().toString());
        assertEquals(4, document.version());
    }

    @Test
    void reportsThePatchAlone() throws Exception {
        CompletionStage<Void> reported = twin.report(tree("{\"on\":null}"), tree("{}"));
        assertEquals("$iothub/twin/PATCH/properties/reported/?$rid=1", sent.get(0).topic());
        assertEquals("{\"on\":null}", new String(sent.get(0).payload(), UTF_8));
        in("$iothub/twin/res/204/?$rid=2&$version=10", "");
        assertFalse(reported.toCompletableFuture().isDone());
        in("$iothub/twin/res/204/?$rid=1&$version=10", "");
        reported.toCompletableFuture().get();
        in("$iothub/twin/res/204/?$rid=1&$version=10", ""); // a repeat
    }

    @Test
    void tellsWhatIsWantedAsAPatch() throws Exception {
        twin.listener(new Recorder());
        in(
                "$iothub/twin/PATCH/properties/desired/?$version=5",
                "{\"on\":null,\"rate\":5,\"$version\":5}");
        assertEquals(1, changes.size());
        assertEquals(ShadowChange.Kind.PATCH, changes.get(0).kind());
        assertEquals(5, changes.get(0).version());
        assertEquals("{\"on\":null,\"rate\":5}", changes.get(0).desired().toString());
    }

    @Test
    void tellsRefusalsByTheirKind() {
        assertTrue(failure("400", "{\"message\":\"bad\"}").permanent());
        assertTrue(failure("413", "").permanent());
        assertFalse(failure("500", "").permanent());
        CloudException throttled = failure("429", "", "&retry-after=7");
        assertFalse(throttled.permanent());
        assertEquals(Fault.THROTTLED, throttled.fault());
        assertTrue(throttled.getMessage().contains("wait 7 s"), throttled.getMessage());
        int before = sent.size();
        assertThrows(ExecutionException.class, () -> twin.get().toCompletableFuture().get());
        assertEquals(before, sent.size(), "asked before the hub wants it");
    }

    @Test
    void failsWhatIsUnansweredWhenTheConnectionGoes() {
        twin.onReady(true);
        CompletionStage<ShadowDocument> asked = twin.get();
        twin.onReady(false);
        assertFalse(cause(asked).permanent());
    }

    @Test
    void tellsANewEngineThatItIsReady() {
        twin.onReady(true);
        twin.listener(new Recorder());
        assertEquals(List.of(true), readiness);
        twin.onReady(true);
        twin.onReady(false);
        assertEquals(List.of(true, false), readiness);
        assertFalse(twin.ready());
    }

    @Test
    void letsADeviceReportAndNotDesire() throws Exception {
        assertTrue(cause(twin.update(tree("{\"desired\":{}}"), Optional.empty())).permanent());
        assertTrue(cause(twin.update(tree("{\"reported\":{}}"), Optional.of(3L))).permanent());
        var answer = twin.update(tree("{\"reported\":{\"a\":1}}"), Optional.empty());
        in("$iothub/twin/res/204/?$rid=1&$version=12", "");
        assertEquals("{\"version\":12}", answer.toCompletableFuture().get().toString());
    }

    private CloudException failure(String status, String body) {
        return failure(status, body, "");
    }

    private CloudException failure(String status, String body, String more) {
        CompletionStage<ShadowDocument> asked = twin.get();
        String topic = sent.get(sent.size() - 1).topic();
        String id = topic.substring(topic.indexOf('=') + 1);
        in("$iothub/twin/res/" + status + "/?$rid=" + id + more, body);
        return cause(asked);
    }

    private static CloudException cause(CompletionStage<?> stage) {
        ExecutionException thrown =
                assertThrows(ExecutionException.class, () -> stage.toCompletableFuture().get());
        return (CloudException) thrown.getCause();
    }

    private void in(String topic, String body) {
        assertTrue(twin.take(new CloudMessage(topic, body.getBytes(UTF_8), 0, false)));
    }

    private static ObjectNode tree(String json) throws Exception {
        return (ObjectNode) JSON.readTree(json);
    }

    private final class Recorder implements ShadowListener {
        @Override
        public void onReady(ShadowBackend from, boolean now) {
            readiness.add(now);
        }

        @Override
        public void onChange(ShadowBackend from, ShadowChange change) {
            changes.add(change);
        }
    }
}
