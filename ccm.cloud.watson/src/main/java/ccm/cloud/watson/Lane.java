package ccm.cloud.watson;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Our own messages, one after the other: the platform stops acknowledging when ten wait for it, and
 * those of the host may be eight.
 */
final class Lane {
    static final int MAX_WAITING = 64;
    private static final int MAX_PAYLOAD = 131_072; // more costs the connection

    private final Function<CloudMessage, CompletionStage<Void>> publisher;
    private final Deque<Waiting> waiting = new ArrayDeque<>(); // guarded by this
    private boolean busy; // guarded by this

    private record Waiting(CloudMessage message, CompletableFuture<Void> sent) {}

    Lane(Function<CloudMessage, CompletionStage<Void>> publisher) {
        this.publisher = publisher;
    }

    /** Publishes; completes when the platform has it, exceptionally with a CloudException. */
    CompletionStage<Void> publish(CloudMessage message) {
        if (message.payload().length > MAX_PAYLOAD) {
            return CompletableFuture.failedFuture(
                    new CloudException(
                            "watson: "
                                    + message.payload().length
                                    + " bytes for "
                                    + message.topic()
                                    + ", the platform takes "
                                    + MAX_PAYLOAD
                                    + ". say less at a time",
                            true));
        }
        if (Events.refusal(message.topic()).isPresent() && message.topic().startsWith("iot-2/")) {
            return CompletableFuture.failedFuture(
                    new CloudException(
                            "watson: "
                                    + message.topic()
                                    + " is no event. a caller's src must be the name of an"
                                    + " application",
                            true));
        }
        Waiting next = new Waiting(message, new CompletableFuture<>());
        synchronized (this) {
            if (waiting.size() >= MAX_WAITING) {
                return CompletableFuture.failedFuture(
                        new CloudException(
                                "watson: " + MAX_WAITING + " messages wait already", false));
            }
            waiting.add(next);
        }
        go();
        return next.sent();
    }

    private void go() {
        Waiting next;
        synchronized (this) {
            if (busy || waiting.isEmpty()) {
                return;
            }
            busy = true;
            next = waiting.remove();
        }
        publisher
                .apply(next.message())
                .whenComplete(
                        (nothing, problem) -> {
                            synchronized (this) {
                                busy = false;
                            }
                            if (problem == null) {
                                next.sent().complete(null);
                            } else {
                                next.sent().completeExceptionally(problem);
                            }
                            go();
                        });
    }
}
