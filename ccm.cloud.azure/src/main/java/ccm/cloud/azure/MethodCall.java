package ccm.cloud.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudMessage;
import ccm.api.link.FrameExchange;
import ccm.api.rpc.RpcPeer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * One call of a direct method.
 *
 * @param method as the caller names it
 * @param id by which the hub knows the answer again
 */
record MethodCall(String method, String id, byte[] payload, long since) {
    /** The hub waits as long by default. */
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final RpcPeer CALLER =
            new RpcPeer(RpcPeer.MQTT, AzureDialect.NAME, RpcPeer.Zone.NETWORK);
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Empty when the message is no call. */
    static Optional<MethodCall> of(CloudMessage message, String prefix) {
        String topic = message.topic();
        int slash = topic.indexOf('/', Math.min(prefix.length(), topic.length()));
        if (!topic.startsWith(prefix) || slash < 0) {
            return Optional.empty();
        }
        return PropertyBag.of(topic.substring(slash + 1))
                .get("$rid")
                .map(
                        id ->
                                new MethodCall(
                                        Percent.decode(topic.substring(prefix.length(), slash)),
                                        id,
                                        message.payload(),
                                        System.nanoTime()));
    }

    long waitedNanos() {
        return System.nanoTime() - since;
    }

    /** Completes with what the caller is answered, within the deadline. */
    CompletionStage<MethodAnswer> carryOut(FrameExchange core) {
        JsonNode params;
        try {
            params = JSON.readTree(payload);
        } catch (IOException e) {
            return CompletableFuture.completedFuture(
                    MethodAnswer.error(MethodAnswer.WRONG, "the payload is no JSON"));
        }
        return carryOut(core, method, params)
                .thenCompose(
                        answer ->
                                answer.unknown() && hasAlias()
                                        ? carryOut(core, method.replace('_', '.'), params)
                                        : CompletableFuture.completedFuture(answer));
    }

    /** Some tools take no dot in the name of a method. */
    private boolean hasAlias() {
        return method.indexOf('.') < 0 && method.indexOf('_') >= 0;
    }

    private CompletionStage<MethodAnswer> carryOut(
            FrameExchange core, String name, JsonNode params) {
        ObjectNode frame = JSON.createObjectNode();
        frame.put("id", 1);
        frame.put("src", AzureDialect.NAME); // an answer needs one; it goes by the id
        frame.put("method", name);
        if (!params.isMissingNode()) {
            frame.set("params", params);
        }
        byte[] text = frame.toString().getBytes(UTF_8);
        if (text.length > core.maxFrame()) {
            return CompletableFuture.completedFuture(
                    MethodAnswer.error(
                            MethodAnswer.TOO_LARGE,
                            text.length
                                    + " bytes with its payload, rpc.max_frame_size is "
                                    + core.maxFrame()));
        }
        long left = Math.max(1, DEADLINE.toNanos() - waitedNanos());
        return core.exchange(CALLER, text)
                .thenApply(MethodAnswer::of)
                .toCompletableFuture()
                .copy() // the one of the exchange is not ours to complete
                .completeOnTimeout(
                        MethodAnswer.error(
                                MethodAnswer.LATE,
                                "no answer within " + DEADLINE.toSeconds() + " s"),
                        left,
                        TimeUnit.NANOSECONDS);
    }
}
