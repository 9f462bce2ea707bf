package ccm.cloud.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.Fault;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowDocument;
import ccm.parts.cloud.MqttFilter;
import ccm.parts.cloud.ShadowSource;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configuration and state of the device as a shadow. Nobody can ask for the configuration: the
 * cloud sends it when it is subscribed to, in every session. It has no version.
 */
final class GcpShadow extends ShadowSource {
    private static final int MAX_STATE = 64 * 1024;
    private static final long DEADLINE_SECONDS = 19; // a backend answers within 20
    private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(GcpShadow.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Function<CloudMessage, CompletionStage<Void>> publisher;
    private final boolean told;
    private final Duration interval;
    private final LongSupplier nanos;
    private volatile String device = ""; // set before there is a session
    private CompletableFuture<ObjectNode> wanted = new CompletableFuture<>(); // these: this guards
    private Optional<Long> saidAt = Optional.empty(); // the last state

    /**
     * Makes one.
     *
     * @param publisher to the cloud, as it is
     * @param told whether to ask for the configuration
     * @param interval between two states
     */
    GcpShadow(
            Function<CloudMessage, CompletionStage<Void>> publisher,
            boolean told,
            Duration interval,
            LongSupplier nanos) {
        this.publisher = publisher;
        this.told = told;
        this.interval = interval;
        this.nanos = nanos;
    }

    void device(String id) {
        device = id;
    }

    /** What to subscribe to; empty when the configuration is not asked for. */
    Optional<MqttFilter> filter() {
        return told ? Optional.of(new MqttFilter(config(), 1)) : Optional.empty();
    }

    @Override
    public String name() {
        return GcpDialect.NAME;
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
        int size = bytes(whole).length;
        return size > MAX_STATE
                ? Optional.of(
                        "all that is reported is "
                                + size
                                + " bytes, the cloud takes "
                                + MAX_STATE
                                + ". report null for what is not needed any more")
                : Optional.empty();
    }

    @Override
    public CompletionStage<ShadowDocument> get() {
        CompletableFuture<ObjectNode> desired;
        synchronized (this) {
            desired =
                    told
                            ? wanted
                            : CompletableFuture.completedFuture(
                                    JsonNodeFactory.instance.objectNode());
        }
        return desired.copy()
                .orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .handle(
                        (document, problem) ->
                                problem == null
                                        ? CompletableFuture.completedFuture(
                                                new ShadowDocument(
                                                        document,
                                                        Optional.empty(),
                                                        ShadowDocument.NO_VERSION))
                                        : CompletableFuture.<ShadowDocument>failedFuture(
                                                new CloudException(
                                                        "gcp: no configuration came", false)))
                .thenCompose(Function.identity());
    }

    @Override
    public CompletionStage<Void> report(ObjectNode patch, ObjectNode whole) {
        return state(whole);
    }

    /** The state as a whole: what is reported is all that the cloud has afterwards. */
    @Override
    public CompletionStage<JsonNode> update(ObjectNode state, Optional<Long> version) {
        JsonNode reported = state.path("reported");
        Optional<String> refusal =
                state.has("desired")
                        ? Optional.of(
                                "desired cannot be changed by a device. change its configuration"
                                        + " at the cloud, or report")
                        : version.isPresent()
                                ? Optional.of(
                                        "version is "
                                                + version.get()
                                                + ", but a state has none. leave it out")
                                : refusal(reported, reported);
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(
                    new CloudException("gcp: " + refusal.get(), true));
        }
        return state(reported).thenApply(nothing -> JsonNodeFactory.instance.objectNode());
    }

    /** A new session brings the configuration anew. */
    @Override
    protected void onLost() {
        CompletableFuture<ObjectNode> given;
        synchronized (this) {
            given = wanted;
            wanted = new CompletableFuture<>();
        }
        given.completeExceptionally(new CloudException("gcp: the connection was lost", false));
    }

    /** True for a configuration, which is then dealt with. */
    boolean take(CloudMessage message) {
        if (!message.topic().equals(config())) {
            return false;
        }
        Optional<ObjectNode> document = object(message.payload());
        if (document.isEmpty() && message.payload().length > 0) {
            LOG.warn(
                    "gcp: the configuration is no JSON object, so nothing is wanted by it. write"
                            + " one such as {\"on\":true}");
        }
        CompletableFuture<ObjectNode> waiting;
        ObjectNode desired = document.orElseGet(JsonNodeFactory.instance::objectNode);
        synchronized (this) {
            waiting = wanted;
            wanted = CompletableFuture.completedFuture(desired);
        }
        waiting.complete(desired);
        if (document.isPresent() && ready()) { // else the engine asks when we are
            changed(
                    new ShadowChange(
                            ShadowChange.Kind.WHOLE, ShadowDocument.NO_VERSION, document.get()));
        }
        return true;
    }

    /** A second one within a second would cost the connection. */
    private CompletionStage<Void> state(JsonNode whole) {
        synchronized (this) {
            long now = nanos.getAsLong();
            if (saidAt.filter(last -> now - last < LEAST_NANOS).isPresent()) {
                return CompletableFuture.failedFuture(
                        new CloudException(
                                "gcp: the cloud takes one state a second. try again then",
                                false,
                                Fault.THROTTLED));
            }
            saidAt = Optional.of(now);
        }
        return publisher
                .apply(new CloudMessage("/devices/" + device + "/state", bytes(whole), 1, false))
                .toCompletableFuture()
                .copy() // the one of the session is not ours to complete
                .orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .handle(GcpShadow::told)
                .thenCompose(Function.identity());
    }

    private static CompletableFuture<Void> told(Void nothing, Throwable problem) {
        if (problem == null) {
            return CompletableFuture.completedFuture(null);
        }
        Throwable cause = problem.getCause() == null ? problem : problem.getCause();
        return CompletableFuture.failedFuture(
                cause instanceof CloudException || problem instanceof CloudException
                        ? cause instanceof CloudException ? cause : problem
                        : new CloudException("gcp: the state was not taken in time", false));
    }

    private String config() {
        return "/devices/" + device + "/config";
    }

    private static Optional<ObjectNode> object(byte[] payload) {
        try {
            return JSON.readTree(payload) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(JsonNode tree) {
        return tree.toString().getBytes(UTF_8);
    }
}
