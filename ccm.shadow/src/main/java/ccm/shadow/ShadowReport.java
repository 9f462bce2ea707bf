package ccm.shadow;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code Shadow.Report}: merges what the host says of itself into the report of every cloud. */
@Component(immediate = true)
@RpcName(
        name = "Shadow.Report",
        args = "{}",
        summary = "Merges the params into what is reported to every cloud that has a shadow.",
        firmware = true)
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "description": "what changed, as a JSON merge patch: null deletes a member",
                  "additionalProperties": true
                }""",
        result =
                """
                {"type": "null", "description": "it is merged and on disk"}""",
        errors = {
            "400 the params are no object, or a cloud can never take them; the text names the path",
            "500 it is merged, but cannot be written to the disk",
            "503 no enabled cloud has a shadow; it is merged all the same"
        },
        example = "{\"on\": true, \"uptime\": 132}")
public final class ShadowReport implements DeferredRpcMethod {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowReport.class);
    private static final int SHOWN = 40;

    /** At a start the host may speak before the clouds are there. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

    private final ShadowEngine engine;
    private final long born;
    private final AtomicBoolean told = new AtomicBoolean();

    @Activate
    public ShadowReport(@Reference ShadowService service) {
        this(service.engine());
    }

    ShadowReport(ShadowEngine engine) {
        this.engine = engine;
        this.born = engine.loop().nanos();
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        if (!engine.settings().enable()) {
            return refused(call, Replies.noCloud(call, engine.settings()));
        }
        if (!(call.params() instanceof ObjectNode patch)) {
            return refused(call, notAnObject(call));
        }
        Optional<String> refusal = engine.report(patch, call.peer().isHost());
        if (refusal.isPresent()) {
            return refused(call, RpcException.invalidParams(call.method() + ": " + refusal.get()));
        }
        if (call.notification()) {
            missing(call);
            return CompletableFuture.completedFuture(NullNode.getInstance());
        }
        return engine.store()
                .durable()
                .map(durable -> answer(call, durable))
                .orElseThrow(
                        () ->
                                RpcException.limit(
                                        call.method()
                                                + ": "
                                                + ShadowStore.MAX_WAITING
                                                + " reports wait for the disk, the limit."
                                                + " It is merged all the same"));
    }

    private CompletionStage<JsonNode> answer(RpcCall call, CompletionStage<Void> durable) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        durable.whenComplete(
                (nothing, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(
                                new RpcException(
                                        RpcException.INTERNAL_ERROR,
                                        call.method()
                                                + ": merged, but not on disk, "
                                                + failure.getMessage()
                                                + ". Is the disk full?",
                                        failure));
                    } else {
                        finish(call, answer);
                    }
                });
        return answer;
    }

    private void finish(RpcCall call, CompletableFuture<JsonNode> answer) {
        long left = born + PATIENCE_NANOS - engine.loop().nanos();
        if (!engine.backends().isEmpty()) {
            answer.complete(NullNode.getInstance());
        } else if (left > 0) {
            long wait = Math.min(left, PATIENCE_NANOS / 20);
            engine.loop().after(Duration.ofNanos(wait), () -> finish(call, answer));
        } else {
            answer.completeExceptionally(Replies.noCloud(call, engine.settings()));
        }
    }

    /** Says once why nothing comes of it, to those who hear no answer. */
    private CompletionStage<JsonNode> refused(RpcCall call, RpcException why) throws RpcException {
        if (call.notification()) {
            if (told.compareAndSet(false, true)) {
                LOG.warn("{}. Further ones are logged at debug", why.getMessage());
            } else {
                LOG.debug("{}", why.getMessage());
            }
        }
        throw why;
    }

    private void missing(RpcCall call) {
        boolean late = engine.loop().nanos() - born > PATIENCE_NANOS;
        if (late && engine.backends().isEmpty() && told.compareAndSet(false, true)) {
            LOG.warn("{}: kept here, but {}", call.method(), Replies.NO_CLOUD);
        }
    }

    private static RpcException notAnObject(RpcCall call) {
        String found = call.params().isMissingNode() ? "missing" : call.params().toString();
        return RpcException.invalidParams(
                call.method()
                        + ": params are "
                        + (found.length() > SHOWN ? found.substring(0, SHOWN) + "…" : found)
                        + ", must be an object, which is all that the clouds keep. Send for"
                        + " example {\"value\": …}");
    }
}
