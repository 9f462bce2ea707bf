package ccm.cloud;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudMessage;
import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.rpc.RpcPeer;
import ccm.cloud.IncomingCalls.Call;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls from the clouds, carried out one after the other by one thread, and answered from whatever
 * thread the answer comes.
 *
 * <p>Invariant: a call is acknowledged only when it was carried out or dropped, or when its method
 * takes so long that the messages behind it must not wait.
 */
final class RpcCalls {
    static final int MAX_UNFINISHED = Capabilities.ANSWERS;
    private static final Logger LOG = LoggerFactory.getLogger(RpcCalls.class);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SWAP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long ACKNOWLEDGE_MILLIS = 1_000;
    private static final String CLOSED = "calls over MQTT: the cloud engine is being swapped";

    private final Doorbell bell;
    private final IncomingCalls calls = new IncomingCalls();
    private final Semaphore unfinished = new Semaphore(MAX_UNFINISHED);
    private final Repeated trouble = new Repeated(LOG);
    private final LongAdder taken = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private volatile boolean closed;

    RpcCalls(Doorbell bell) {
        this.bell = bell;
    }

    void close() {
        closed = true;
        calls.failAll(CLOSED);
    }

    /** Takes one call; completes when the cloud need not send it again. */
    CompletionStage<Void> accept(CloudConnector from, CloudMessage message) {
        Call call = new Call(from, message);
        if (message.retain()) {
            drop(call, "it is retained, and would run again at every connection");
        } else if (!calls.enter(call)) {
            drop(call, calls.count() + " calls wait already");
        } else if (closed) { // came while we closed
            calls.failAll(CLOSED);
        } else {
            bell.ring();
        }
        return call.acknowledged();
    }

    /** What became of calls since the engine started. */
    Figures figures(List<String> filters) {
        return new Figures(filters, calls.count(), taken.sum(), answered.sum(), dropped.sum());
    }

    /**
     * Begins the oldest call; returns how long there is nothing to do unless the bell rings.
     *
     * @param exchange null while ccm.core is being swapped
     */
    long turn(FrameExchange exchange, RpcTopics topics, int qos) {
        Call next = calls.first();
        if (next == null) {
            return IDLE_NANOS;
        }
        if (exchange == null && next.waitedNanos() < SWAP_NANOS || !unfinished.tryAcquire()) {
            return RETRY_NANOS;
        }
        calls.removeFirst();
        String src = FrameSource.of(next.message().payload());
        Optional<String> refusal = refusal(next, src, exchange, topics);
        if (refusal.isPresent()) {
            unfinished.release();
            drop(next, refusal.get());
        } else {
            begin(next, exchange, topics)
                    .whenComplete((reply, failure) -> answer(next, reply, failure, topics, qos));
        }
        return 0;
    }

    private static Optional<String> refusal(
            Call call, String src, FrameExchange exchange, RpcTopics topics) {
        int size = call.message().payload().length;
        if (exchange == null) {
            return Optional.of("nobody answers calls. Is ccm.core started?");
        }
        if (size > exchange.maxFrame()) {
            return Optional.of(size + " bytes, rpc.max_frame_size is " + exchange.maxFrame());
        }
        if (!topics.take(call.message().topic())) {
            return Optional.of("rpc.mqtt.* or device.id has changed meanwhile");
        }
        if (!src.isEmpty() && topics.answersTo(src).isEmpty()) {
            return Optional.of("its src makes no topic that can be answered on");
        }
        return Optional.empty();
    }

    private CompletionStage<FrameReply> begin(Call call, FrameExchange exchange, RpcTopics topics) {
        taken.increment();
        call.acknowledged().completeOnTimeout(null, ACKNOWLEDGE_MILLIS, TimeUnit.MILLISECONDS);
        // without its src, which a caller makes up: wrong logins are counted by the address
        RpcPeer peer = new RpcPeer(RpcPeer.MQTT, call.from().name(), RpcPeer.Zone.NETWORK);
        byte[] frame = call.message().payload();
        String method = topics.method(call.message().topic());
        try {
            return method.isEmpty()
                    ? exchange.exchange(peer, frame)
                    : exchange.exchange(peer, frame, method);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private void answer(Call call, FrameReply reply, Throwable failure, RpcTopics topics, int qos) {
        if (failure != null) {
            unfinished.release();
            drop(call, "it broke: " + failure);
            return;
        }
        call.acknowledged().complete(null);
        Optional<String> topic = topics.answersTo(reply.to());
        if (reply.kind() != FrameReply.Kind.ANSWER || topic.isEmpty()) {
            unfinished.release();
            return;
        }
        publish(call.from(), new CloudMessage(topic.get(), reply.frame(), qos, false))
                .whenComplete((nothing, problem) -> sent(problem));
    }

    private static CompletionStage<Void> publish(CloudConnector to, CloudMessage message) {
        try {
            return to.publish(message);
        } catch (RuntimeException e) { // a foreign plugin
            return CompletableFuture.failedStage(e);
        }
    }

    private void sent(Throwable problem) {
        unfinished.release();
        if (problem == null) {
            answered.increment();
        } else {
            dropped.increment();
            trouble.warn("calls over MQTT: an answer was not sent: " + problem.getMessage() + ".");
        }
        bell.ring();
    }

    private void drop(Call call, String why) {
        dropped.increment();
        String topic = call.message().topic();
        trouble.warn(call.from().name() + ": a call on " + topic + " is dropped: " + why + ".");
        call.acknowledged().complete(null);
    }

    /**
     * What became of calls.
     *
     * @param filters what is asked of every cloud that takes any topic
     * @param waiting calls that are not begun
     * @param taken calls that were begun
     * @param answered answers that the cloud has
     * @param dropped calls that were not begun, and answers that were not sent
     */
    record Figures(List<String> filters, int waiting, long taken, long answered, long dropped) {}
}
