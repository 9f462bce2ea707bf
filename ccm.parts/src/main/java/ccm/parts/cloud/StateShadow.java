package ccm.parts.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.shadow.ShadowDocument;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A shadow on a cloud that takes a state of the device, always the whole of it. The cloud keeps no
 * versions, and a device cannot change there what is desired.
 */
public abstract class StateShadow extends ShadowSource {
    /** What a backend answers within, with a second to spare. */
    protected static final long DEADLINE_SECONDS = 19;

    private final Cloud cloud;
    private final Duration interval;
    private final Function<CloudMessage, CompletionStage<Void>> publisher;

    /**
     * What the cloud is like.
     *
     * @param name of the cloud
     * @param largest bytes of a state
     * @param desiring how what is desired is changed, as an advice
     */
    public record Cloud(String name, int largest, String desiring) {}

    /**
     * Makes one.
     *
     * @param interval between two states
     * @param publisher to the cloud, as it is
     */
    protected StateShadow(
            Cloud cloud,
            Duration interval,
            Function<CloudMessage, CompletionStage<Void>> publisher) {
        this.cloud = cloud;
        this.interval = interval;
        this.publisher = publisher;
    }

    /** The state as the cloud wants it. */
    protected abstract CloudMessage message(byte[] whole);

    /** Why no state can be said at this moment. */
    protected Optional<CloudException> notNow() {
        return Optional.empty();
    }

    @Override
    public final String name() {
        return cloud.name();
    }

    @Override
    public final Duration reportInterval() {
        return interval;
    }

    @Override
    public final Optional<String> refusal(JsonNode report, JsonNode whole) {
        if (!report.isObject() || !whole.isObject()) {
            return Optional.of("the report is " + report + ", must be a JSON object");
        }
        int size = bytes(whole).length;
        return size > cloud.largest()
                ? Optional.of(
                        "all that is reported is "
                                + size
                                + " bytes, the cloud takes "
                                + cloud.largest()
                                + ". report null for what is not needed any more")
                : Optional.empty();
    }

    @Override
    public final CompletionStage<Void> report(ObjectNode patch, ObjectNode whole) {
        return state(whole);
    }

    /** The state as a whole: what is reported is all that the cloud has afterwards. */
    @Override
    public final CompletionStage<JsonNode> update(ObjectNode state, Optional<Long> version) {
        JsonNode reported = state.path("reported");
        Optional<String> refusal =
                state.has("desired")
                        ? Optional.of(
                                "desired cannot be changed by a device. "
                                        + cloud.desiring()
                                        + ", or report")
                        : version.isPresent()
                                ? Optional.of(
                                        "version is "
                                                + version.get()
                                                + ", but a state has none. leave it out")
                                : refusal(reported, reported);
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(problem(refusal.get(), true));
        }
        return state(reported).thenApply(nothing -> JsonNodeFactory.instance.objectNode());
    }

    /** What is desired, which has no version. */
    protected static ShadowDocument document(ObjectNode desired) {
        return new ShadowDocument(desired, Optional.empty(), ShadowDocument.NO_VERSION);
    }

    /** A failure of this cloud. */
    protected final CloudException problem(String what, boolean lasting) {
        return new CloudException(cloud.name() + ": " + what, lasting);
    }

    private CompletionStage<Void> state(JsonNode whole) {
        Optional<CloudException> notNow = notNow();
        if (notNow.isPresent()) {
            return CompletableFuture.failedFuture(notNow.get());
        }
        return publisher
                .apply(message(bytes(whole)))
                .toCompletableFuture()
                .copy() // the one of the session is not ours to complete
                .orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .handle(this::taken)
                .thenCompose(Function.identity());
    }

    private CompletableFuture<Void> taken(Void nothing, Throwable problem) {
        if (problem == null) {
            return CompletableFuture.completedFuture(null);
        }
        Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
        return CompletableFuture.failedFuture(
                cause instanceof TimeoutException
                        ? problem("the state was not taken in time", false)
                        : cause);
    }

    private static byte[] bytes(JsonNode tree) {
        return tree.toString().getBytes(UTF_8);
    }
}
