package ccm.http;

import ccm.api.access.Access;
import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.rpc.Rpc;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.parts.http.Json;
import ccm.parts.http.Query;
import ccm.parts.http.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes requests into calls, and results into answers. */
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
    private static final String SCHEMA = "schema";
    private static final String UNKNOWN = "No handler for ";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,200}");

    private final Engine engine;
    private final Logins logins;

    Calls(Engine engine, Logins logins) {
        this.engine = engine;
        this.logins = logins;
    }

    /** True while the services that calls need are there. */
    boolean ready() {
        return engine.frames().isPresent() && engine.rpc().isPresent();
    }

    /** {@code POST /rpc}: a whole frame. */
    CompletionStage<Answer> frame(RpcPeer peer, byte[] body) throws Refusal {
        FrameExchange frames = engine.frames().orElseThrow(Calls::away);
        boolean stranger = peer.user().isEmpty();
        if (body.length == 0 && stranger && engine.access().map(Access::hasUsers).orElse(false)) {
            // a client with a digest login keeps its body back until it was asked for that
            throw new Refusal(Refusal.UNAUTHORIZED, "needs a login");
        }
        return frames.exchange(peer, body)
                .thenCompose(
                        reply ->
                                reply.kind() == FrameReply.Kind.INVALID
                                        ? noFrame(peer, body, reply)
                                        : CompletableFuture.completedFuture(answer(reply)));
    }

    /**
     * {@code /rpc/METHOD}: params alone.
     *
     * @param path what is behind {@code /rpc/}, decoded
     * @param query what is behind the question mark, still encoded
     */
    CompletionStage<Answer> method(RpcPeer peer, String path, String query, byte[] body)
            throws Refusal {
        if (path.equals(SCHEMA) || path.startsWith(SCHEMA + "/")) {
            ObjectNode of = JsonNodeFactory.instance.objectNode();
            if (path.length() > SCHEMA.length() + 1) {
                of.put("name", path.substring(SCHEMA.length() + 1));
            }
            return bare(peer, "RPC.Schema", of);
        }
        if (!NAME.matcher(path).matches()) {
            throw new Refusal(Refusal.BAD_REQUEST, "the path behind /rpc/ is no name of a method");
        }
        JsonNode params = Json.shownBody(body);
        return bare(peer, path, params.isMissingNode() ? Query.params(query) : params);
    }

    /** A refusal as an answer, with the question for a login when that is what is missing. */
    Answer answer(Refusal refusal) {
        if (refusal instanceof PlainRefusal) {
            return Answer.text(refusal.status(), Answer.PLAIN, refusal.getMessage());
        }
        Answer answer = Answer.of(refusal.status(), Json.bytes(refusal.body()));
        return refusal.status() == Refusal.UNAUTHORIZED
                ? answer.asking(logins.challenge(refusal instanceof StaleLogin))
                : answer;
    }

    /** A failure as an answer. */
    Answer answer(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof Refusal refusal) {
            return answer(refusal);
        }
        if (cause instanceof RpcException e) {
            return answer(Refusal.of(e.networkCode(), e.networkMessage()));
        }
        LOG.error("http: a call failed", cause);
        return answer(new Refusal(Refusal.INTERNAL, "the call failed. See the log"));
    }

    private Answer answer(FrameReply reply) {
        if (reply.kind() == FrameReply.Kind.DONE && reply.code() != 0) {
            return answer(new Refusal(reply.code(), "the call was dropped. The log says why"));
        }
        if (reply.kind() == FrameReply.Kind.DONE || reply.frame().length == 0) {
            return Answer.empty(Answer.NO_CONTENT);
        }
        return reply.code() == RpcException.UNAUTHENTICATED
                ? Answer.of(Refusal.UNAUTHORIZED, reply.frame()).asking(logins.challenge(false))
                : Answer.of(Answer.OK, reply.frame());
    }

    /** Settings without a method, as the product's documentation posts them; or an error. */
    private CompletionStage<Answer> noFrame(RpcPeer peer, byte[] body, FrameReply reply) {
        try {
            JsonNode posted = Json.shownBody(body);
            if (posted.path("config").isObject() && !posted.has("method")) {
                return configure(peer, posted);
            }
        } catch (Refusal e) {
            LOG.debug("http: {}", e.getMessage()); // the reply says so too
        }
        return CompletableFuture.completedFuture(
                reply.frame().length == 0
                        ? answer(new Refusal(Refusal.BAD_REQUEST, "Invalid request"))
                        : Answer.of(status(reply.code()), reply.frame()));
    }

    private static int status(int code) {
        return code == Refusal.TOO_LARGE ? code : Refusal.BAD_REQUEST;
    }

    private CompletionStage<Answer> configure(RpcPeer peer, JsonNode posted) {
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        set.set("config", posted.get("config"));
        ObjectNode save = JsonNodeFactory.instance.objectNode();
        save.put("reboot", posted.path("reboot").asBoolean(true));
        return call(peer, "Config.Set", set)
                .thenCompose(
                        done ->
                                posted.path("save").asBoolean(true)
                                        ? call(peer, "Config.Save", save)
                                        : CompletableFuture.completedFuture(done))
                .thenApply(result -> Answer.of(Answer.OK, Json.bare(result)))
                .exceptionally(this::answer);
    }

    private CompletionStage<Answer> bare(RpcPeer peer, String method, JsonNode params) {
        return call(peer, method, params)
                .thenApply(result -> Answer.of(Answer.OK, Json.bare(result)))
                .exceptionally(failure -> answer(hinted(failure, method)));
    }

    private CompletionStage<JsonNode> call(RpcPeer peer, String method, JsonNode params) {
        return engine.rpc()
                .map(rpc -> rpc.call(new RpcCall(method, params, peer, false)))
                .orElseGet(() -> CompletableFuture.failedFuture(away()));
    }

    /** Adds to "no handler" the names that were perhaps meant. */
    private Throwable hinted(Throwable failure, String method) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RpcException e
                && e.networkCode() == Refusal.NOT_FOUND
                && e.networkMessage().startsWith(UNKNOWN)) {
            String hint =
                    engine.rpc()
                            .map(Rpc::methods)
                            .map(all -> CloseNames.hint(method, all))
                            .orElse("");
            return Refusal.of(e.networkCode(), e.networkMessage() + hint);
        }
        return cause;
    }

    private static Refusal away() {
        return new Refusal(
                Refusal.UNAVAILABLE,
                "a part of the gateway is starting or being replaced. Try again");
    }
}
