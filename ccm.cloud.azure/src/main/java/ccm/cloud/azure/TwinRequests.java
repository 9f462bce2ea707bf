package ccm.cloud.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.Fault;
import ccm.api.shadow.ShadowDocument;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Requests to the twin, each known again by its {@code $rid}, within a deadline. */
final class TwinRequests {
    private static final long DEADLINE_SECONDS = 19; // a backend answers within 20
    private static final long LONGEST_PAUSE_SECONDS = 600;
    private static final int SHOWN = 200;
    private static final int OK = 200;
    private static final int ERRORS = 300;
    private static final int THROTTLED = 429;
    private static final int BROKEN = 500;
    private static final String HUB = "azure: the hub ";

    private final Function<CloudMessage, CompletionStage<Void>> publisher;
    private final LongSupplier nanos;
    private final AtomicLong last = new AtomicLong();
    private final Map<String, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();
    private volatile long pausedAt;
    private volatile Duration pause = Duration.ZERO; // asked for by the hub

    /** What the hub says: a status below 300. */
    record Answer(long version, byte[] body) {}

    TwinRequests(Function<CloudMessage, CompletionStage<Void>> publisher, LongSupplier nanos) {
        this.publisher = publisher;
        this.nanos = nanos;
    }

    /** Completes with the answer, or exceptionally with a {@link CloudException}. */
    CompletionStage<Answer> send(String topic, byte[] body) {
        long wait = pause.toNanos() - (nanos.getAsLong() - pausedAt);
        if (wait > 0) {
            return CompletableFuture.failedFuture(throttled(TimeUnit.NANOSECONDS.toMillis(wait)));
        }
        String id = Long.toHexString(last.incrementAndGet());
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        open.put(id, answer);
        CompletionStage<Answer> told =
                answer.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
                        .handle((good, problem) -> result(id, good, problem))
                        .thenCompose(Function.identity());
        publisher
                .apply(new CloudMessage(topic + "?$rid=" + id, body, 1, false))
                .whenComplete(
                        (nothing, problem) -> {
                            if (problem != null) {
                                answer.completeExceptionally(problem);
                            }
                        });
        return told;
    }

    /** The connection is gone: nobody answers any more. */
    void lost() {
        CloudException gone = new CloudException("azure: the connection was lost", false);
        List.copyOf(open.values()).forEach(each -> each.completeExceptionally(gone));
    }

    /**
     * An answer came.
     *
     * @param tail of its topic: {@code 204/?$rid=1&$version=5}
     */
    void answered(String tail, byte[] body) {
        int slash = tail.indexOf('/');
        PropertyBag properties = PropertyBag.of(tail.substring(slash + 1));
        CompletableFuture<Answer> asked =
                properties.get("$rid").map(open::get).orElse(null); // none: too late, or a repeat
        if (asked == null || slash < 0) {
            return;
        }
        int status = (int) number(tail.substring(0, slash), BROKEN);
        if (status >= OK && status < ERRORS) {
            long version =
                    properties
                            .get("$version")
                            .map(text -> number(text, ShadowDocument.NO_VERSION))
                            .orElse(ShadowDocument.NO_VERSION);
            asked.complete(new Answer(version, body));
        } else {
            asked.completeExceptionally(refused(status, properties, body));
        }
    }

    private CloudException refused(int status, PropertyBag properties, byte[] body) {
        if (status == THROTTLED) {
            long seconds = properties.get("retry-after").map(text -> number(text, 1)).orElse(1L);
            pausedAt = nanos.getAsLong();
            pause = Duration.ofSeconds(Math.max(0, Math.min(LONGEST_PAUSE_SECONDS, seconds)));
            return throttled(pause.toMillis());
        }
        String text = new String(body, 0, Math.min(body.length, SHOWN), UTF_8);
        if (status >= BROKEN) {
            return new CloudException(
                    HUB + "cannot serve the twin now (" + status + "). tried again", false);
        }
        return new CloudException(
                HUB
                        + "refuses it ("
                        + status
                        + (text.isBlank() ? "" : ": " + text.strip())
                        + "). see what a twin takes",
                true);
    }

    private static CloudException throttled(long millis) {
        return new CloudException(
                HUB
                        + "asks for fewer requests to the twin (429), and to wait "
                        + (millis + 999) / 1000
                        + " s",
                false,
                Fault.THROTTLED);
    }

    private CompletionStage<Answer> result(String id, Answer answer, Throwable problem) {
        open.remove(id);
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null
                        ? problem.getCause()
                        : problem;
        if (cause == null) {
            return CompletableFuture.completedFuture(answer);
        }
        return CompletableFuture.failedFuture(
                cause instanceof TimeoutException
                        ? new CloudException(
                                HUB + "did not answer within " + DEADLINE_SECONDS + " s", false)
                        : cause);
    }

    private static long number(String text, long otherwise) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
