package ccm.core.host;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.host.Host;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.core.frame.Json;
import ccm.core.host.Counters.Counter;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Quiet.class)
class HostPeerTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(60);
    private static final JsonNode NONE = MissingNode.getInstance();

    private final List<MjsonHost> hosts = new ArrayList<>();
    @TempDir File folder;
    private Gateway gateway;

    @BeforeEach
    void open() {
        gateway = new Gateway(folder);
    }

    @AfterEach
    void close() throws InterruptedException {
        gateway.close();
        hosts.forEach(MjsonHost::end);
    }

    @ParameterizedTest(name = "generation {0}")
    @CsvSource({
        "A, 'Sum RPC.List Sys.Info', unknown_arch",
        "B, 'Sum RPC.List Sys.GetInfo', unknown_arch",
        "C, 'Sum RPC.List', ''",
        "D, 'Sum RPC.List', ''",
        "E, 'Sum rpc.list', ''"
    })
    void findsOutWhatAHostExports(char generation, String methods, String arch) {
        plugIn(generation);

        eventually(
                () -> {
                    assertEquals(Set.of(methods.split(" ")), gateway.host.state().methods());
                    assertEquals(arch, gateway.host.state().info().path("arch").asText(""));
                    assertTrue(gateway.host.state().answers());
                });
    }

    @Test
    void asksForInfoOnlyWhereItIsListed() {
        MjsonHost host = plugIn('C');

        eventually(() -> assertTrue(gateway.host.state().answers()));

        assertTrue(host.received().stream().noneMatch(frame -> frame.contains("Info")));
    }

    @Test
    void tellsTheHostOfItsStartOnceAndNotAfterASwapOrReplug() throws Exception {
        gateway.close();
        String framework = UUID.randomUUID().toString();
        gateway = new Gateway(folder, framework, Gateway.QUICK);
        MjsonHost first = plugIn('C');
        eventually(() -> assertTrue(gateway.host.state().answers()));
        assertEquals("{\"method\":\"Sys.Init\"}", first.received().get(0));

        first.unplug();
        eventually(() -> assertFalse(gateway.host.state().linkUp()));
        first.plugIn();
        eventually(() -> assertTrue(gateway.host.state().answers()));
        gateway.close();
        gateway = new Gateway(folder, framework, Gateway.QUICK);
        MjsonHost second = plugIn('C');
        eventually(() -> assertTrue(gateway.host.state().answers()));

        assertEquals(1, inits(first) + inits(second));
    }

    @Test
    void asksASilentHostAgainAndAgainMoreSeldom() {
        MjsonHost host = silent('C');

        eventually(() -> assertTrue(host.received().size() >= 6));
        assertFalse(gateway.host.state().answers());
        List<Long> times = host.times();
        assertTrue(times.get(5) - times.get(4) > times.get(2) - times.get(1), times.toString());

        host.silence(false);
        eventually(() -> assertTrue(gateway.host.state().exports("Sum")));
    }

    @Test
    void asksAtOnceWhenASilentHostSpeaks() throws Exception {
        gateway.close();
        Discovery.Timing patient =
                new Discovery.Timing(
                        Duration.ofMillis(50), Duration.ofHours(1), Duration.ofHours(1));
        gateway = new Gateway(folder, "f", patient);
        MjsonHost host = silent('C');
        eventually(() -> assertEquals(1, asked(host)));
        gateway.host
                .call("X", NONE, Duration.ofMillis(200))
                .toCompletableFuture()
                .exceptionally(e -> NONE)
                .get();

        host.silence(false);
        host.say("{\"method\":\"Nope\"}");

        eventually(() -> assertTrue(gateway.host.state().exports("Sum")));
    }

    @Test
    void knowsNothingOfAHostThatIsUnplugged() {
        MjsonHost host = plugIn('B');
        eventually(() -> assertTrue(gateway.host.state().exports("Sum")));

        host.unplug();

        eventually(() -> assertEquals(Set.of(), gateway.host.state().methods()));
        assertFalse(gateway.host.state().linkUp());
    }

    @ParameterizedTest
    @ValueSource(chars = {'A', 'B', 'C', 'D', 'E'})
    void callsAMethodOfTheHost(char generation) throws Exception {
        plugIn(generation);
        eventually(() -> assertTrue(gateway.host.state().linkUp()));

        assertEquals("5", call("Sum", Json.MAPPER.readTree("[2,3]")).toString());
        assertEquals(NullNode.instance, call("Nothing", NONE));
    }

    @Test
    void relaysAnErrorOfTheHostWithItsNumber() {
        plugIn('B');
        eventually(() -> assertTrue(gateway.host.state().linkUp()));

        assertEquals("-32601 method not found", failure("Nope", LONG));
    }

    @Test
    void doesNotWaitForAHostThatCannotReadACall() {
        MjsonHost host = plugIn('B');
        eventually(() -> assertTrue(gateway.host.state().info().has("arch")));
        host.silence(true);
        CompletionStage<JsonNode> answer = gateway.host.call("Sum", NONE, LONG);
        eventually(() -> assertTrue(last(host).contains("Sum")));

        host.say(
                "{\"error\":{\"code\":-32700,\"message\":\""
                        + last(host).replace("\"", "\\\"")
                        + "\"}}");

        assertEquals("-32700 host: does not understand a call of Sum", failure(answer));
    }

    @Test
    void aCallEndsAtItsDeadlineAndALateAnswerIsCounted() {
        MjsonHost host = plugIn('B');
        eventually(() -> assertTrue(gateway.host.state().info().has("arch")));
        host.silence(true);

        String failure = failure("Sum", Duration.ofMillis(50));
        String id = last(host).replaceAll("\\{\"id\":(\\d+).*", "$1");
        host.say("{\"id\":" + id + ",\"result\":5}");

        assertEquals("-32000 host: Sum: no answer within 50 ms. Is the host running?", failure);
        eventually(() -> assertEquals(1, gateway.count(host, Counter.LATE_ANSWERS)));
    }

    @Test
    void noMoreThan25CallsWait() {
        MjsonHost host = plugIn('B');
        eventually(() -> assertTrue(gateway.host.state().info().has("arch")));
        host.silence(true);
        for (int i = 0; i < 25; i++) {
            gateway.host.call("Sum", NONE, LONG);
        }

        String failure = failure("Sum", LONG);

        assertTrue(failure.startsWith("-32000 host: 25 calls wait"), failure);
        assertTrue(failure.contains("rpc.max_queue_length"), failure);
    }

    @Test
    void callsFailAtOnceWhenTheLineIsLostOrDown() {
        MjsonHost host = plugIn('B');
        eventually(() -> assertTrue(gateway.host.state().info().has("arch")));
        host.silence(true);
        CompletionStage<JsonNode> answer = gateway.host.call("Sum", NONE, LONG);

        host.unplug();

        assertTrue(failure(answer).startsWith("-32000 host: Sum: its line is down"));
        assertEquals("-32000 host: its line is down. Is it plugged in?", failure("Sum", LONG));
        assertEquals(Host.Sent.AWAY, gateway.host.notify("Shadow.Delta", NONE));
    }

    @Test
    void tellsWhatAHostCouldNeverTake() {
        MjsonHost host = plugIn('B');
        eventually(() -> assertTrue(gateway.host.state().info().has("arch")));
        // {"method":"M","params":""} has 26 bytes
        assertEquals(Host.Sent.YES, notify("x".repeat(229)));
        assertEquals(Host.Sent.TOO_LARGE, notify("x".repeat(230)));
        assertEquals(Host.Sent.TOO_LARGE, notify("é".repeat(115)));

        assertTrue(failure("x".repeat(300), LONG).startsWith("-32000 "));
        eventually(() -> assertEquals(255, last(host).length()));
        assertEquals(3, gateway.count(host, Counter.TOO_LARGE));
    }

    @Test
    void sendsRawUtf8AndEscapesOnlyWhatItMust() {
        MjsonHost host = plugIn('B');
        eventually(() -> assertTrue(gateway.host.state().info().has("arch")));

        notify("é/€\"\\\n\u0001");

        eventually(
                () ->
                        assertEquals(
                                "{\"method\":\"M\",\"params\":\"é/€\\\"\\\\\\n\\u0001\"}",
                                last(host)));
    }

    @Test
    void aNetworkPeerReachesTheHostByItsNames() throws Exception {
        plugIn('B');
        eventually(() -> assertTrue(gateway.host.state().exports("Sum")));
        RpcPeer local = RpcPeer.local("test");
        JsonNode numbers = Json.MAPPER.readTree("[1,2]");

        assertEquals(3, answer(new RpcCall("Sum", numbers, local, false)).intValue());
        assertEquals(3, answer(new RpcCall("Host.Sum", numbers, local, false)).intValue());
        assertTrue(gateway.rpc().methods().contains("Sum"));
    }

    @Test
    void anErrorFrameDoesNotPlayPingPongWithOldHosts() {
        MjsonHost host = plugIn('B');
        eventually(() -> assertTrue(gateway.host.state().info().has("arch")));
        int before = host.received().size();

        host.say("noise");
        eventually(() -> assertEquals(1, gateway.count(host, Counter.ERROR_ECHOES)));
        host.say("{\"id\":7,\"method\":\"Nope\"}");
        eventually(() -> assertEquals(2, gateway.count(host, Counter.ERROR_ECHOES)));

        assertEquals(before + 2, host.received().size());
    }

    @Test
    void keepsAGapBetweenFramesAndOneCallAtATime() throws Exception {
        gateway.close();
        gateway = new Gateway(folder, "frame_gap_ms", 60);
        MjsonHost host = plugIn('E');
        eventually(() -> assertTrue(gateway.host.state().exports("Sum")));
        host.silence(true);
        int before = host.received().size();

        long begun = System.nanoTime();
        CompletionStage<JsonNode> first = gateway.host.call("One", NONE, Duration.ofSeconds(1));
        gateway.host.call("Two", NONE, LONG);
        notify("a");
        notify("b");
        failure(first);

        eventually(() -> assertEquals(before + 4, host.received().size()));
        List<String> sent =
                host.received().subList(before, before + 4).stream()
                        .map(f -> f.replaceAll(".*\"(One|Two|a|b)\".*", "$1"))
                        .toList();
        List<Long> times = host.times().subList(before, before + 4);
        assertEquals(List.of("a", "b"), sent.stream().filter("ab"::contains).toList());
        assertEquals(List.of("One", "Two"), sent.stream().filter("OneTwo"::contains).toList());
        for (int i = 1; i < 4; i++) {
            assertTrue(times.get(i) - times.get(i - 1) >= GAP_NANOS, times.toString());
        }
        assertTrue(times.get(3) - begun >= TimeUnit.SECONDS.toNanos(1), times.toString());
        assertEquals("Two", sent.get(3), "one call at a time");
    }

    private MjsonHost plugIn(char generation) {
        MjsonHost host = new MjsonHost(generation, gateway.router);
        hosts.add(host);
        host.plugIn();
        return host;
    }

    private MjsonHost silent(char generation) {
        MjsonHost host = new MjsonHost(generation, gateway.router);
        hosts.add(host);
        host.silence(true);
        host.plugIn();
        return host;
    }

    private Host.Sent notify(String text) {
        return gateway.host.notify("M", TextNode.valueOf(text));
    }

    private JsonNode call(String method, JsonNode params) throws Exception {
        return gateway.host
                .call(method, params, LONG)
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }

    private JsonNode answer(RpcCall call) throws Exception {
        return gateway.rpc().call(call).toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private String failure(String method, Duration deadline) {
        return failure(gateway.host.call(method, NONE, deadline));
    }

    private static String failure(CompletionStage<JsonNode> answer) {
        ExecutionException thrown =
                assertThrows(
                        ExecutionException.class,
                        () -> answer.toCompletableFuture().get(5, TimeUnit.SECONDS));
        RpcException error = (RpcException) thrown.getCause();
        return error.code() + " " + error.getMessage();
    }

    private static long inits(MjsonHost host) {
        return host.received().stream().filter(f -> f.contains("Sys.Init")).count();
    }

    private static long asked(MjsonHost host) {
        return host.received().stream().filter(f -> f.contains("RPC.List")).count();
    }

    private static String last(MjsonHost host) {
        return host.received().get(host.received().size() - 1);
    }
}
