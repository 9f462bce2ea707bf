package ccm.cloud.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudMessage;
import ccm.parts.cloud.CallFailure;
import ccm.parts.cloud.CloudCalls;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Direct methods: the back end calls, we answer. */
final class DirectMethods {
    static final String CALLS = "$iothub/methods/POST/";
    private static final String ANSWERS = "$iothub/methods/res/";
    private static final Logger LOG = LoggerFactory.getLogger(DirectMethods.class);

    private final CloudCalls calls = new CloudCalls(AzureDialect.NAME);
    private final Function<CloudMessage, CompletionStage<Void>> publisher;

    /**
     * Makes it.
     *
     * @param publisher to the hub, as it is
     */
    DirectMethods(Function<CloudMessage, CompletionStage<Void>> publisher) {
        this.publisher = publisher;
    }

    /** Who carries them out. */
    CloudCalls calls() {
        return calls;
    }

    /** True for a call, which is then dealt with. */
    boolean take(CloudMessage message) {
        Optional<MethodCall> call = MethodCall.of(message, CALLS);
        call.ifPresent(
                each ->
                        carryOut(each)
                                .exceptionally(problem -> failed(each, problem))
                                .thenAccept(answer -> answer(each, answer)));
        return call.isPresent();
    }

    private CompletionStage<MethodAnswer> carryOut(MethodCall call) {
        return carryOut(call, call.method())
                .thenCompose(
                        answer ->
                                answer.unknown() && call.alias().isPresent()
                                        ? carryOut(call, call.alias().get())
                                        : CompletableFuture.completedFuture(answer));
    }

    private CompletionStage<MethodAnswer> carryOut(MethodCall call, String method) {
        try {
            return calls.call(call.frame(method), call.left()).thenApply(MethodAnswer::of);
        } catch (IOException e) {
            return CompletableFuture.completedFuture(
                    MethodAnswer.error(MethodAnswer.WRONG, "the payload is no JSON"));
        }
    }

    private static MethodAnswer failed(MethodCall call, Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null
                        ? problem.getCause()
                        : problem;
        int code = cause instanceof CallFailure failure ? failure.code() : CallFailure.BROKEN;
        if (code == CallFailure.BROKEN) {
            LOG.warn("azure: the method {} broke", call.method(), cause);
        }
        return MethodAnswer.error(code, cause.getMessage());
    }

    private void answer(MethodCall call, MethodAnswer answer) {
        String topic = ANSWERS + answer.status() + "/?$rid=" + call.id();
        publisher
                .apply(new CloudMessage(topic, answer.body().getBytes(UTF_8), 0, false))
                .whenComplete(
                        (nothing, problem) -> {
                            if (problem != null) {
                                LOG.info(
                                        "azure: the answer to {} was not sent: {}",
                                        call.method(),
                                        problem.getMessage());
                            }
                        });
    }
}
