package ccm.core.network;

import ccm.api.link.FrameReply;
import ccm.api.rpc.Rpc;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.core.frame.IdemAnswers;
import ccm.core.frame.Tally;
import ccm.core.network.Answers.Body;
import ccm.core.network.Channels.Event;
import ccm.core.rpc.Dispatcher;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the calls of network channels, each key of a repeated one once. */
final class NetworkCalls {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkCalls.class);
    private static final Body OVERFLOW = Answers.body(429, "Request queue overflow");
    private static final Body STOPPING =
            Answers.body(503, "the gateway's core is stopping. Try again in a second.");

    /** Refusals that may pass: their answer is not kept for a repeated request. */
    private static final Set<Integer> PASSING = Set.of(401, 403, 404, 429, 500, 503);

    private final Rpc rpc;
    private final Answers answers;
    private final IdemAnswers repeats;
    private final OpenCalls open = new OpenCalls();
    private volatile boolean closed;

    NetworkCalls(Rpc rpc, Answers answers, IdemAnswers repeats) {
        this.rpc = rpc;
        this.answers = answers;
        this.repeats = repeats;
    }

    /**
     * Takes no more calls, and waits until every one has been answered.
     *
     * @return false when some were not in time
     */
    boolean close(long timeout, TimeUnit unit) throws InterruptedException {
        closed = true;
        return open.drain(timeout, unit);
    }

    CompletionStage<FrameReply> run(RpcPeer peer, NetworkFrame frame, Tally<Event> counts) {
        CompletionStage<Body> body =
                frame.idem().isEmpty() || !repeats.enabled()
                        ? call(peer, frame, counts)
                        : once(peer, frame, counts);
        return body.thenApply(each -> reply(frame, each, counts));
    }

    /** What a call that is not run is answered with. */
    FrameReply refuse(NetworkFrame frame, RpcException error, Tally<Event> counts) {
        return reply(frame, Answers.body(error), counts);
    }

    private FrameReply reply(NetworkFrame frame, Body body, Tally<Event> counts) {
        if (frame.wantsAnswer()) {
            counts.add(Event.ANSWERED);
            return answers.answer(frame.envelope(), body);
        }
        if (body.code() != 0) {
            counts.add(Event.BAD_NOTIFICATIONS);
            LOG.debug("{}: notification not carried out ({})", frame.method(), body.code());
        }
        return FrameReply.done();
    }

    /** A key counts for one caller: nobody gets an answer that was meant for another. */
    private CompletionStage<Body> once(RpcPeer peer, NetworkFrame frame, Tally<Event> counts) {
        String key =
                String.join(
                        "\n",
                        peer.channel(),
                        peer.zone().name(),
                        peer.user(),
                        frame.envelope().src(),
                        frame.idem());
        CompletableFuture<Body> answer = new CompletableFuture<>();
        switch (repeats.begin(key, bytes -> answer.complete(Answers.kept(bytes)))) {
            case REPEAT -> counts.add(Event.REPEATS);
            case FULL -> answer.complete(overflow(counts));
            case FIRST ->
                    call(peer, frame, counts)
                            .thenAccept(
                                    body -> {
                                        boolean keep = !PASSING.contains(body.code());
                                        repeats.finish(key, body.bytes(), keep);
                                        answer.complete(body);
                                    });
        }
        return answer;
    }

    private CompletionStage<Body> call(RpcPeer peer, NetworkFrame frame, Tally<Event> counts) {
        if (!open.enter(peer)) {
            return CompletableFuture.completedFuture(overflow(counts));
        }
        if (closed) { // after the entry, so that a drain either waits for it or comes first
            open.leave(peer);
            return CompletableFuture.completedFuture(STOPPING);
        }
        return rpc.call(new RpcCall(frame.method(), frame.params(), peer, !frame.wantsAnswer()))
                .handle(
                        (result, failure) -> {
                            open.leave(peer);
                            return body(frame, result, failure);
                        });
    }

    private static Body body(NetworkFrame frame, JsonNode result, Throwable failure) {
        if (failure != null) {
            return Answers.body(Dispatcher.error(frame.method(), failure));
        }
        try {
            return Answers.body(result);
        } catch (JsonProcessingException e) { // half of a surrogate pair in the result
            return Answers.body(
                    new RpcException(
                            RpcException.INTERNAL_ERROR,
                            frame.method() + ": a text in the result is not Unicode",
                            e));
        }
    }

    private static Body overflow(Tally<Event> counts) {
        counts.add(Event.OVERFLOWS);
        return OVERFLOW;
    }
}
