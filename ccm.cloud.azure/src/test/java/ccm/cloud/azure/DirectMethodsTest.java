package ccm.cloud.azure;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudMessage;
import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.rpc.RpcPeer;
import ccm.parts.cloud.CloudCalls;
import ccm.testing.Quiet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls of the back end, and what they are answered. */
@ExtendWith(Quiet.class)
class DirectMethodsTest {
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final List<String> frames = new CopyOnWriteArrayList<>();
    private final DirectMethods methods =
            new DirectMethods(
                    message -> {
                        answers.add(message.topic() + " " + new String(message.payload(), UTF_8));
                        return CompletableFuture.completedFuture(null);
                    });

    @AfterEach
    void closes() {
        methods.calls().close();
    }

    @Test
    void answersWithTheResult() {
        methods.calls().exchange(core(frame -> answer("\"result\":{\"ok\":true}")));
        call("Sys.Reboot", "7f", "{\"delay\":1}");
        expect("$iothub/methods/res/200/?$rid=7f {\"ok\":true}");
        assertEquals(
                List.of(
                        "{\"id\":1,\"src\":\"azure\",\"method\":\"Sys.Reboot\",\"params\":{\"delay\":1}}"),
                frames);
    }

    @Test
    void takesAnUnderscoreForADotWhenThereIsNoSuchMethod() {
        methods.calls()
                .exchange(
                        core(
                                frame ->
                                        frame.contains("Sys_Info")
                                                ? answer(
                                                        "\"error\":{\"code\":404,\"message\":\"No handler for Sys_Info\"}")
                                                : answer("\"result\":1")));
        call("Sys_Info", "1", "");
        expect("$iothub/methods/res/200/?$rid=1 1");
        assertEquals(2, frames.size());
        assertFalse(frames.get(1).contains("params"));
    }

    @Test
    void answersWithTheCodeOfAnError() {
        methods.calls()
                .exchange(core(frame -> answer("\"error\":{\"code\":404,\"message\":\"No x\"}")));
        call("X.Y", "1", "null");
        expect("$iothub/methods/res/404/?$rid=1 {\"code\":404,\"message\":\"No x\"}");
    }

    @Test
    void answersWith500ForACodeOfTheHost() {
        methods.calls()
                .exchange(core(frame -> answer("\"error\":{\"code\":-7,\"message\":\"busy\"}")));
        call("X", "1", "{}");
        expect("$iothub/methods/res/500/?$rid=1 {\"code\":-7,\"message\":\"busy\"}");
    }

    @Test
    void refusesWhatIsNoJsonOrTooLarge() {
        methods.calls().exchange(core(frame -> answer("\"result\":1")));
        call("X", "1", "{x");
        eventually(() -> assertTrue(answers.get(0).startsWith("$iothub/methods/res/400/")));
        call("X", "2", "\"" + "x".repeat(5_000) + "\"");
        eventually(() -> assertTrue(answers.get(1).startsWith("$iothub/methods/res/413/")));
        assertEquals(0, frames.size());
    }

    @Test
    void refusesMoreThanItsQueueHolds() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        methods.calls()
                .exchange(
                        core(
                                frame -> {
                                    begun.countDown();
                                    try {
                                        go.await();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                    return answer("\"result\":1");
                                }));
        call("X", "0", "");
        begun.await();
        for (int i = 1; i <= CloudCalls.MAX_WAITING + 1; i++) {
            call("X", Integer.toString(i), "");
        }
        assertTrue(answers.get(0).startsWith("$iothub/methods/res/503/?$rid=65 "), answers.get(0));
        go.countDown();
        eventually(() -> assertEquals(66, answers.size()));
        assertEquals("$iothub/methods/res/200/?$rid=64 1", answers.get(65));
    }

    private void call(String method, String id, String payload) {
        String topic = "$iothub/methods/POST/" + method + "/?$rid=" + id;
        assertTrue(methods.take(new CloudMessage(topic, payload.getBytes(UTF_8), 0, false)));
    }

    private void expect(String answer) {
        eventually(() -> assertEquals(List.of(answer), answers));
    }

    private static FrameReply answer(String member) {
        return new FrameReply(
                FrameReply.Kind.ANSWER,
                0,
                "azure",
                ("{\"id\":1,\"src\":\"gw\",\"dst\":\"azure\"," + member + "}").getBytes(UTF_8));
    }

    private FrameExchange core(Function<String, FrameReply> answering) {
        return new FrameExchange() {
            @Override
            public CompletionStage<FrameReply> exchange(RpcPeer peer, byte[] frame) {
                String text = new String(frame, UTF_8);
                frames.add(text);
                return CompletableFuture.completedFuture(answering.apply(text));
            }

            @Override
            public CompletionStage<FrameReply> exchange(RpcPeer peer, byte[] frame, String method) {
                return exchange(peer, frame);
            }

            @Override
            public int maxFrame() {
                return 4096;
            }
        };
    }
}
