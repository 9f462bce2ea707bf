package ccm.shadow;

import ccm.api.cloud.CloudException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Something asked of a backend. */
final class Request {
    /** Longer than a backend may take, for one that forgets. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Request() {}

    /**
     * Asks.
     *
     * @param answer runs on the loop, once, within 30 s: with a value or with why there is none
     */
    static <T> void make(
            Loop loop,
            String name,
            Supplier<CompletionStage<T>> question,
            BiConsumer<T, Optional<Throwable>> answer) {
        CompletableFuture<T> once = new CompletableFuture<>();
        Runnable cancel = loop.after(LONGEST, () -> late(name, once));
        once.whenComplete(
                (value, failure) ->
                        loop.execute(
                                () -> {
                                    cancel.run();
                                    answer.accept(value, Optional.ofNullable(failure));
                                }));
        ask(question)
                .whenComplete(
                        (value, failure) -> {
                            if (failure == null) {
                                once.complete(value);
                            } else {
                                once.completeExceptionally(cause(failure));
                            }
                        });
    }

    /** What has really failed. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    private static <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> question) {
        try {
            return question.get();
        } catch (RuntimeException e) { // a foreign plugin
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void late(String name, CompletableFuture<?> answer) {
        answer.completeExceptionally(new CloudException(name + ": no answer within 30 s", false));
    }
}
