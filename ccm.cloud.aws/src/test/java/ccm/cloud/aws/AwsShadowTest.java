package ccm.cloud.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import ccm.api.shadow.ShadowBackend;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowDocument;
import ccm.api.shadow.ShadowListener;
import ccm.parts.wire.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The shadow and the emulator's service, without a network between. */
class AwsShadowTest {
    private static final String SHADOW = Desk.PREFIX + "shadow";
    private final Desk desk = new Desk();
    private final AwsShadow shadow = new AwsShadow(desk::publish, Duration.ofMillis(300));
    private final List<String> told = new ArrayList<>();

    AwsShadowTest() {
        shadow.present(ThingTopics.of(Desk.THING, ""));
        desk.device = shadow::accept;
        shadow.listener(
                new ShadowListener() {
                    @Override
                    public void onReady(ShadowBackend from, boolean ready) {
                        told.add("ready " + ready);
                    }

                    @Override
                    public void onChange(ShadowBackend from, ShadowChange change) {
                        told.add(change.kind() + " " + change.version() + " " + change.desired());
                    }
                });
        shadow.onReady(true);
        told.clear();
    }

    @Test
    void takesNoShadowForAnEmptyOne() throws Exception {
        ShadowDocument document = get(shadow.get());
        assertEquals("{}", document.desired().toString());
        assertEquals("{}", document.reported().orElseThrow().toString());
        assertEquals(ShadowDocument.NO_VERSION, document.version());
    }

    @Test
    void reportsAndReadsWhatItReported() throws Exception {
        get(shadow.report(tree("{\"on\":false,\"uptime\":3}"), tree("{}")));
        get(shadow.report(tree("{\"uptime\":null}"), tree("{}")));
        ShadowDocument document = get(shadow.get());
        assertEquals("{\"on\":false}", document.reported().orElseThrow().toString());
        assertEquals(2, document.version());
        assertEquals(List.of(), told);
    }

    @Test
    void tellsDifferencesAndTheirEcho() throws Exception {
        get(shadow.report(tree("{\"on\":false}"), tree("{}")));
        desire("{\"on\":true,\"rate\":5}");
        get(shadow.report(tree("{\"on\":true}"), tree("{}")));
        get(shadow.report(tree("{\"rate\":5}"), tree("{}")));
        assertEquals(
                List.of("DIFFERENCE 2 {\"on\":true,\"rate\":5}", "DIFFERENCE 3 {\"rate\":5}"),
                told);
    }

    @Test
    void updatesACertainVersionOnly() throws Exception {
        get(shadow.report(tree("{\"a\":1}"), tree("{}")));
        JsonNode done = get(shadow.update(tree("{\"desired\":{\"a\":2}}"), Optional.of(1L)));
        assertEquals(2, done.path("version").asInt());
        assertFalse(done.has("clientToken"));
        CloudException late =
                failure(shadow.update(tree("{\"desired\":{\"a\":3}}"), Optional.of(1L)));
        assertTrue(late.permanent());
        assertTrue(
                late.getMessage().contains("409 (Version conflict). read the shadow"),
                late.getMessage());
    }

    @Test
    void saysWhyAReportIsRejectedAndWhetherToTryAgain() {
        CloudException large =
                failure(shadow.report(tree("{\"a\":\"" + "x".repeat(9_000) + "\"}"), tree("{}")));
        assertTrue(large.permanent() && large.getMessage().contains("413"), large.getMessage());
        desk.shadows.throttle(1);
        CloudException busy = failure(shadow.report(tree("{\"a\":1}"), tree("{}")));
        assertEquals(Fault.THROTTLED, busy.fault());
        assertFalse(busy.permanent());
        CloudException wrong = failure(shadow.update(tree("{\"reported\":[1]}"), Optional.empty()));
        assertTrue(wrong.permanent() && wrong.getMessage().contains("400"), wrong.getMessage());
    }

    @Test
    void waitsForAnAnswerATimeOnly() {
        desk.deaf = true;
        CloudException silent = failure(shadow.get());
        assertFalse(silent.permanent());
        assertTrue(
                silent.getMessage().startsWith(SHADOW + "/get: no answer within"),
                silent.getMessage());
    }

    @Test
    void endsAllQuestionsWithTheConnection() {
        desk.deaf = true;
        CompletionStage<ShadowDocument> asked = shadow.get();
        shadow.onReady(false);
        assertEquals(Fault.LOST, failure(asked).fault());
        assertEquals(List.of("ready false"), told);
    }

    @Test
    void hasNoMoreThanFiveQuestionsOut() throws Exception {
        desk.deaf = true;
        List<CompletionStage<ShadowDocument>> asked = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            asked.add(shadow.get());
        }
        assertEquals(5, desk.published.size());
        String first = new String(desk.published.get(0).payload(), UTF_8);
        desk.send(SHADOW + "/get/accepted", "{\"state\":{},\"version\":1," + first.substring(1));
        assertEquals(1, get(asked.get(0)).version());
        assertEquals(6, desk.published.size());
    }

    @Test
    void takesARejectionWithoutATokenForTheOldestQuestion() {
        desk.deaf = true;
        CompletionStage<Void> asked = shadow.report(tree("{\"a\":1}"), tree("{}"));
        desk.send(SHADOW + "/update/rejected", "{\"code\":400,\"message\":\"Invalid JSON\"}");
        assertTrue(failure(asked).permanent());
    }

    @Test
    void ignoresAnswersToOthersAndWhatIsNoJson() throws Exception {
        desk.send(SHADOW + "/update/accepted", "{\"clientToken\":\"somebody\",\"version\":9}");
        desk.send(SHADOW + "/update/delta", "nonsense");
        assertEquals(List.of(), told);
        get(shadow.report(tree("{\"a\":1}"), tree("{}")));
    }

    @Test
    void asksAnewWhenTheShadowIsDeleted() throws Exception {
        get(shadow.report(tree("{\"a\":1}"), tree("{}")));
        desk.send(desk.shadows.ask(SHADOW, "delete", new byte[0]));
        assertEquals(List.of("ready false", "ready true"), told);
        assertEquals(ShadowDocument.NO_VERSION, get(shadow.get()).version());
    }

    @Test
    void usesANamedShadow() throws Exception {
        shadow.present(ThingTopics.of(Desk.THING, "led"));
        get(shadow.report(tree("{\"on\":true}"), tree("{}")));
        assertTrue(desk.shadows.read(SHADOW + "/name/led").isPresent());
        assertFalse(desk.shadows.read(SHADOW).isPresent());
    }

    @Test
    void refusesWhatAShadowCanNeverHold() {
        refuses("5", "is number, but a shadow of AWS is an object");
        refuses("[1]", "is array");
        refuses("{\"a\":{\"b\":[1,null]}}", "a.b: holds null");
        refuses("{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{}}}}}}", "a.b.c.d.e: is 6 levels deep");
        refuses("{\"a\":\"" + "x".repeat(8_200) + "\"}", "a shadow of AWS holds 8192");
        assertEquals(
                Optional.empty(),
                shadow.refusal(tree("{\"a\":{\"b\":{\"c\":{\"d\":1}}},\"x\":null}"), tree("{}")));
    }

    private void refuses(String report, String why) {
        JsonNode node =
                Json.readObject(("{\"x\":" + report + "}").getBytes(UTF_8)).orElseThrow().path("x");
        String refusal = shadow.refusal(node, node.isObject() ? node : tree("{}")).orElse("");
        assertTrue(refusal.contains(why), refusal);
    }

    private void desire(String desired) {
        byte[] body = ("{\"state\":{\"desired\":" + desired + "}}").getBytes(UTF_8);
        desk.send(desk.shadows.ask(SHADOW, "update", body));
    }

    private static ObjectNode tree(String text) {
        return Json.readObject(text.getBytes(UTF_8)).orElseThrow();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private static CloudException failure(CompletionStage<?> stage) {
        ExecutionException problem =
                assertThrows(
                        ExecutionException.class,
                        () -> stage.toCompletableFuture().get(5, TimeUnit.SECONDS));
        return (CloudException) problem.getCause();
    }
}
