package ccm.cloud.mdash;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.rpc.RpcPeer;
import ccm.parts.threads.NamedThreads;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls from mDash: its users call, we answer. Begun in the order in which they came, by one thread
 * that lives only while there are any.
 */
final class DashCalls {
    static final int MAX_WAITING = 64;
    private static final Logger LOG = LoggerFactory.getLogger(DashCalls.class);
    private static final RpcPeer CALLER =
            new RpcPeer(RpcPeer.MQTT, DashConnector.NAME, RpcPeer.Zone.NETWORK);
    private static final int TOO_LARGE = 413;
    private static final int BROKEN = 500;
    private static final int BUSY = 503;
    private static final int MAX_ANSWER = 256 * 1024;
    private static final long IDLE_SECONDS = 5;
    private static final long SWAP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long FAREWELL_SECONDS = 2;

    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(
                    1,
                    1,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(MAX_WAITING),
                    new NamedThreads("ccm-dash-calls"));
    private Optional<FrameExchange> exchange = Optional.empty(); // guarded by this

    DashCalls() {
        thread.allowCoreThreadTimeOut(true);
    }

    synchronized void exchange(FrameExchange arrived) {
        exchange = Optional.of(arrived);
        notifyAll();
    }

    synchronized void without(FrameExchange gone) {
        exchange = exchange.filter(current -> current != gone);
    }

    void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes a call; it is answered on the connection on which it came. */
    void take(DashConnection from, ObjectNode frame) {
        try {
            thread.execute(() -> run(from, frame));
        } catch (RejectedExecutionException e) {
            error(from, frame, BUSY, MAX_WAITING + " calls wait already");
        }
    }

    static void result(DashConnection from, ObjectNode frame, JsonNode result) {
        answer(from, frame, "result", result);
    }

    static void error(DashConnection from, ObjectNode frame, int code, String message) {
        answer(from, frame, "error", DashFrames.object().put("code", code).put("message", message));
    }

    private void run(DashConnection from, ObjectNode frame) {
        try {
            Optional<FrameExchange> core = awaitExchange();
            if (core.isEmpty()) {
                error(from, frame, BUSY, "nobody answers calls. is ccm.core started?");
                return;
            }
            byte[] text = inner(frame).toString().getBytes(UTF_8);
            if (text.length > core.get().maxFrame()) {
                String what = text.length + " bytes, rpc.max_frame_size is ";
                error(from, frame, TOO_LARGE, what + core.get().maxFrame());
                return;
            }
            core.get()
                    .exchange(CALLER, text)
                    .whenComplete((reply, failure) -> end(from, frame, reply, failure));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // we are closing
        } catch (RuntimeException e) { // of a foreign plugin
            end(from, frame, null, e);
        }
    }

    /** Its id may be anything, and whom it is for the connection has said. */
    private static ObjectNode inner(ObjectNode frame) {
        ObjectNode inner = frame.deepCopy();
        inner.remove(java.util.List.of("jsonrpc", "src", "dst", "key"));
        if (frame.has("id")) {
            inner.put("id", 1);
        }
        return inner.put("src", DashConnector.NAME); // an answer needs one
    }

    private static void end(
            DashConnection from, ObjectNode frame, FrameReply reply, Throwable failure) {
        if (failure != null) {
            LOG.warn("dash: the call {} broke", frame.path("method").asText(), failure);
            error(from, frame, BROKEN, "it broke: " + failure);
            return;
        }
        if (reply.kind() != FrameReply.Kind.ANSWER) {
            error(from, frame, reply.code() == 0 ? BROKEN : reply.code(), "it was not taken");
            return;
        }
        ObjectNode answer = DashFrames.read(reply.frame()).orElseGet(DashFrames::object);
        if (reply.frame().length > MAX_ANSWER) {
            error(from, frame, TOO_LARGE, "the answer is " + reply.frame().length + " bytes");
        } else if (answer.has("error")) {
            answer(from, frame, "error", answer.path("error"));
        } else {
            JsonNode result = answer.path("result");
            result(from, frame, result.isMissingNode() ? answer.nullNode() : result);
        }
    }

    /** While ccm.core is being swapped there is none for a moment. */
    private synchronized Optional<FrameExchange> awaitExchange() throws InterruptedException {
        long end = System.nanoTime() + SWAP_NANOS;
        while (exchange.isEmpty() && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
        }
        return exchange;
    }

    /** A notification is not answered. */
    private static void answer(DashConnection from, ObjectNode frame, String name, JsonNode value) {
        if (!frame.has("id")) {
            return;
        }
        ObjectNode answer = from.frames().answer(frame.path("id"), frame.path("src"));
        answer.set(name, value);
        from.send(answer.toString())
                .whenComplete(
                        (nothing, problem) -> {
                            if (problem != null) {
                                LOG.info(
                                        "dash: the answer to {} was not sent: {}",
                                        frame.path("method").asText(),
                                        problem.getMessage());
                            }
                        });
    }
}
