package ccm.cloud.watson;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowDocument;
import ccm.parts.cloud.ShadowSource;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shadow out of what the platform has: the event {@code state} says all that is reported, the
 * command {@code shadow-update} all that is desired. It has no version.
 */
final class WatsonShadow extends ShadowSource {
    /** The event. */
    static final String STATE = "state";

    private static final String WISH = "shadow-update";
    private static final int MAX_STATE = 131_072;
    private static final long DEADLINE_SECONDS = 19; // a backend answers within 20
    private static final Logger LOG = LoggerFactory.getLogger(WatsonShadow.class);

    private final Function<CloudMessage, CompletionStage<Void>> publisher;
    private final Duration interval;
    private final Wish wish;
    private final Worker worker;

    /**
     * Makes one.
     *
     * @param publisher to the cloud, as it is
     * @param interval between two states
     */
    WatsonShadow(
            Function<CloudMessage, CompletionStage<Void>> publisher,
            Duration interval,
            Wish wish,
            Worker worker) {
        this.publisher = publisher;
        this.interval = interval;
        this.wish = wish;
        this.worker = worker;
    }

    @Override
    public String name() {
        return WatsonDialect.NAME;
    }

    @Override
    public Duration reportInterval() {
        return interval;
    }

    @Override
    public Optional<String> refusal(JsonNode report, JsonNode whole) {
        if (!report.isObject() || !whole.isObject()) {
            return Optional.of("the report is " + report + ", must be a JSON object");
        }
        int size = Json.bytes(whole).length;
        return size > MAX_STATE
                ? Optional.of(
                        "all that is reported is "
                                + size
                                + " bytes, the platform takes "
                                + MAX_STATE
                                + ". report null for what is not needed any more")
                : Optional.empty();
    }

    @Override
    public CompletionStage<ShadowDocument> get() {
        return CompletableFuture.completedFuture(
                new ShadowDocument(wish.get(), Optional.empty(), ShadowDocument.NO_VERSION));
    }

    @Override
    public CompletionStage<Void> report(ObjectNode patch, ObjectNode whole) {
        return state(whole);
    }

    /** The state as a whole: what is reported is all that the back end has afterwards. */
    @Override
    public CompletionStage<JsonNode> update(ObjectNode state, Optional<Long> version) {
        JsonNode reported = state.path("reported");
        Optional<String> refusal =
                state.has("desired")
                        ? Optional.of(
                                "desired cannot be changed by a device. send the command "
                                        + WISH
                                        + " to it, or report")
                        : version.isPresent()
                                ? Optional.of(
                                        "version is "
                                                + version.get()
                                                + ", but a state has none. leave it out")
                                : refusal(reported, reported);
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(
                    new CloudException("watson: " + refusal.get(), true));
        }
        return state(reported).thenApply(nothing -> Json.object());
    }

    /**
     * Takes the command of the shadow.
     *
     * @return empty when it is another one; completes when it is on disk
     */
    Optional<CompletionStage<Void>> take(String command, byte[] payload) {
        return command.equals(WISH)
                ? Optional.of(worker.run(() -> wanted(payload)))
                : Optional.empty();
    }

    private void wanted(byte[] payload) {
        Optional<ObjectNode> document = Json.readObject(payload);
        if (document.isEmpty()) {
            LOG.warn(
                    "watson: the command {} is no JSON object of up to {} levels, so nothing is wanted"
                            + " by it. send one such as {\"on\":true}",
                    WISH,
                    Json.MAX_DEPTH);
            return;
        }
        wish.set(document.get());
        if (ready()) { // else the engine asks when we are
            changed(
                    new ShadowChange(
                            ShadowChange.Kind.WHOLE, ShadowDocument.NO_VERSION, document.get()));
        }
    }

    private CompletionStage<Void> state(JsonNode whole) {
        CompletableFuture<Void> sent =
                publisher
                        .apply(
                                new CloudMessage(
                                        Events.topic(STATE, "json"), Json.bytes(whole), 1, false))
                        .toCompletableFuture()
                        .copy(); // the one of the session is not ours to complete
        return sent.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .handle(WatsonShadow::told)
                .thenCompose(Function.identity());
    }

    private static CompletableFuture<Void> told(Void nothing, Throwable problem) {
        if (problem == null) {
            return CompletableFuture.completedFuture(null);
        }
        Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
        return CompletableFuture.failedFuture(
                cause instanceof TimeoutException
                        ? new CloudException("watson: the state was not taken in time", false)
                        : cause);
    }
}
