package ccm.shadow;

import ccm.api.cloud.CloudException;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.shadow.ShadowBackend;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the methods have in common: whom a call means, and what a failure is to its caller. */
final class Replies {
    static final String NO_CLOUD =
            "no enabled cloud has a shadow. Enable one: see docs/shadow.md for those that have";

    private Replies() {}

    /**
     * The backend that a call means; empty when it names none and there is none.
     *
     * @throws RpcException it names another, or has to name one
     */
    static Optional<ShadowBackend> meant(RpcCall call, List<ShadowBackend> all)
            throws RpcException {
        String name = call.in().text("cloud", "");
        Optional<ShadowBackend> named =
                all.stream().filter(each -> each.name().equals(name)).findFirst();
        if (named.isPresent() || name.isEmpty() && all.size() <= 1) {
            return named.or(() -> all.stream().findFirst());
        }
        String names = all.stream().map(ShadowBackend::name).collect(Collectors.joining(", "));
        throw RpcException.invalidParams(
                call.method()
                        + (name.isEmpty()
                                ? ": cloud is missing, must be one of "
                                : ": cloud is \""
                                        + name
                                        + "\", must be one of those that have a shadow: ")
                        + (names.isEmpty() ? "none is enabled" : names));
    }

    static RpcException noCloud(RpcCall call, ShadowSettings settings) {
        return RpcException.limit(
                call.method()
                        + ": "
                        + (settings.enable()
                                ? NO_CLOUD
                                : "shadow.enable is false. Set it to true to have a shadow"));
    }

    /** A cloud's answer as the caller's. */
    static <T> CompletionStage<JsonNode> answer(
            RpcCall call, CompletionStage<T> stage, Function<T, JsonNode> json) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        stage.whenComplete(
                (value, failure) -> {
                    if (failure == null) {
                        answer.complete(json.apply(value));
                    } else {
                        answer.completeExceptionally(error(call, failure));
                    }
                });
        return answer;
    }

    private static RpcException error(RpcCall call, Throwable failure) {
        Throwable cause = Request.cause(failure);
        String text = call.method() + ": " + cause.getMessage();
        return cause instanceof CloudException e && e.permanent()
                ? RpcException.invalidParams(text)
                : RpcException.limit(text);
    }
}
