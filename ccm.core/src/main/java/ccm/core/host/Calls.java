package ccm.core.host;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.core.frame.FrameWriter;
import ccm.core.frame.IdemAnswers;
import ccm.core.frame.IdemAnswers.Turn;
import ccm.core.host.Counters.Counter;
import ccm.core.rpc.Dispatcher;
import ccm.core.rpc.Gate;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Runs the calls of all links and answers them, now or when the method has ended. */
final class Calls {
    private static final int MAX_RUNNING = 4096;
    private static final int TOO_MANY = 429; // wrong logins

    /**
     * Refusals that may pass: the call had no effect, and trying again may do better. Their answer
     * is not kept for a repeated request.
     */
    private static final Set<Integer> PASSING =
            Set.of(
                    RpcException.LIMIT,
                    RpcException.METHOD_NOT_FOUND,
                    RpcException.INTERNAL_ERROR,
                    RpcException.UNAUTHENTICATED,
                    RpcException.FORBIDDEN,
                    TOO_MANY);

    private final Dispatcher rpc;
    private final Gate gate;
    private final IdemAnswers answers;
    private int running; // guarded by this

    /** What is to be done with the body of an answer. */
    @FunctionalInterface
    private interface End {
        void with(byte[] body, Optional<RpcException> error);
    }

    Calls(Dispatcher rpc, Gate gate, IdemAnswers answers) {
        this.rpc = rpc;
        this.gate = gate;
        this.answers = answers;
    }

    /**
     * Runs one call or notification.
     *
     * @return false when it was not begun and shall be tried again soon
     */
    boolean run(Conversation from, Frame frame) {
        if (isFull()) {
            return false;
        }
        return frame.idem().isEmpty() || !answers.enabled()
                ? start(from, frame, (body, error) -> reply(from, frame, body, error))
                : once(from, frame);
    }

    /**
     * Waits until every call has been answered.
     *
     * @return false when some were not in time
     */
    synchronized boolean drain(long timeout, TimeUnit unit) throws InterruptedException {
        long end = System.nanoTime() + unit.toNanos(timeout);
        while (running > 0 && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
        }
        return running == 0;
    }

    private boolean once(Conversation from, Frame frame) {
        String key = from.peer().channel() + ' ' + frame.idem();
        if (answers.begin(key, body -> repeat(from, frame, body)) != Turn.FIRST) {
            return true;
        }
        boolean begun =
                start(
                        from,
                        frame,
                        (body, error) -> {
                            boolean keep = error.map(e -> !PASSING.contains(e.code())).orElse(true);
                            reply(from, frame, body, error);
                            answers.finish(key, body, keep);
                        });
        if (!begun) {
            answers.forget(key);
        }
        return begun;
    }

    private boolean start(Conversation from, Frame frame, End end) {
        boolean plain = from.isHost() || frame.auth().isMissingNode();
        Optional<CompletionStage<JsonNode>> started =
                plain
                        ? rpc.tryCall(call(frame, from.peer()))
                        : Optional.of(callWithLogin(from, frame));
        if (started.isEmpty()) {
            return false;
        }
        enter();
        started.get().whenComplete((result, failure) -> end(frame, result, failure, end));
        return true;
    }

    /** A login counts once: the frame must not have to come again. */
    private CompletionStage<JsonNode> callWithLogin(Conversation from, Frame frame) {
        try {
            RpcPeer user = gate.enter(from.peer(), frame.method(), frame.auth());
            return rpc.call(call(frame, user));
        } catch (RpcException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static RpcCall call(Frame frame, RpcPeer peer) {
        return new RpcCall(frame.method(), frame.value(), peer, !frame.hasId());
    }

    private void end(Frame frame, JsonNode result, Throwable failure, End end) {
        try {
            Optional<RpcException> error =
                    failure == null
                            ? Optional.empty()
                            : Optional.of(Dispatcher.error(frame.method(), failure));
            if (error.isEmpty()) {
                end.with(FrameWriter.result(result == null ? NullNode.instance : result), error);
            } else {
                end.with(body(error.get()), error);
            }
        } catch (JsonProcessingException e) { // half of a surrogate pair in the result
            RpcException error =
                    new RpcException(
                            RpcException.INTERNAL_ERROR,
                            frame.method() + ": a text in the result is not Unicode",
                            e);
            end.with(body(error), Optional.of(error));
        } finally {
            leave();
        }
    }

    private void reply(Conversation from, Frame frame, byte[] body, Optional<RpcException> error) {
        if (!frame.hasId()) {
            error.ifPresent(e -> complain(from, frame, e));
        } else if (error.isPresent()) {
            from.refuse(frame, error.get());
        } else {
            from.answer(frame, body);
        }
    }

    private void repeat(Conversation from, Frame frame, byte[] body) {
        from.counters().add(Counter.REPEATS);
        if (frame.hasId()) {
            from.answer(frame, body);
        }
    }

    private static void complain(Conversation from, Frame frame, RpcException error) {
        from.counters().add(Counter.BAD_NOTIFICATIONS);
        from.note(
                frame.method() + error.code(),
                "notification not carried out (" + error.code() + "): " + error.getMessage());
    }

    private static byte[] body(RpcException error) {
        String message = error.getMessage();
        return FrameWriter.error(error.code(), message == null ? "" : message);
    }

    private synchronized boolean isFull() {
        return running >= MAX_RUNNING;
    }

    private synchronized void enter() {
        running++;
    }

    private synchronized void leave() {
        running--;
        if (running == 0) {
            notifyAll();
        }
    }
}
