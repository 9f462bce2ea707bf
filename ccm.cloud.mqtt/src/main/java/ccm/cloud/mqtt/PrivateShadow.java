package ccm.cloud.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowDocument;
import ccm.parts.cloud.ShadowSource;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shadow on a plain broker, by a convention of our own: what is wanted and what is reported are
 * one retained JSON object each. The broker keeps no versions.
 */
final class PrivateShadow extends ShadowSource {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateShadow.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long RETAINED_MILLIS = 1_000; // then there is none: brokers send it first
    private static final long ANSWER_SECONDS = 20;

    private final Function<CloudMessage, CompletionStage<Void>> publisher;
    private volatile String device = "";
    private CompletableFuture<ObjectNode> first = new CompletableFuture<>(); // of this connection
    private ObjectNode desired = empty(); // both: guarded by this

    /**
     * Makes one.
     *
     * @param publisher to the broker, as it is
     */
    PrivateShadow(Function<CloudMessage, CompletionStage<Void>> publisher) {
        this.publisher = publisher;
    }

    /** Whose shadow it is; before anything is subscribed to. */
    void device(String id) {
        device = id;
    }

    String desiredTopic() {
        return device + "/shadow/desired";
    }

    String reportedTopic() {
        return device + "/shadow/reported";
    }

    @Override
    public String name() {
        return PrivateDialect.NAME;
    }

    @Override
    public Duration reportInterval() {
        return Duration.ZERO;
    }

    @Override
    public Optional<String> refusal(JsonNode report, JsonNode whole) {
        return report.isObject()
                ? Optional.empty()
                : Optional.of("params is " + report + ", must be an object on a broker");
    }

    @Override
    public CompletionStage<ShadowDocument> get() {
        if (!ready()) {
            return failed("not connected", false);
        }
        CompletableFuture<ObjectNode> retained;
        synchronized (this) {
            retained = first.copy();
        }
        return retained.completeOnTimeout(empty(), RETAINED_MILLIS, TimeUnit.MILLISECONDS)
                .thenApply(any -> document());
    }

    @Override
    public CompletionStage<Void> report(ObjectNode patch, ObjectNode whole) {
        return retain(reportedTopic(), whole);
    }

    @Override
    public CompletionStage<JsonNode> update(ObjectNode state, Optional<Long> version) {
        if (version.isPresent()) {
            return failed(
                    "version is "
                            + version.get()
                            + ", but a broker keeps no versions. leave it out",
                    true);
        }
        if (state.has("reported")) {
            return failed("reported is changed with Shadow.Report. leave it out", true);
        }
        if (!(state.path("desired") instanceof ObjectNode patch)) {
            return failed("desired is " + state.path("desired") + ", must be an object", true);
        }
        ObjectNode wanted;
        synchronized (this) {
            wanted = merged(desired, patch);
        }
        return retain(desiredTopic(), wanted).thenApply(any -> empty().set("desired", wanted));
    }

    /** Takes what is wanted; false when it is another message. */
    boolean take(CloudMessage message) {
        if (!message.topic().equals(desiredTopic())) {
            return false;
        }
        Optional<ObjectNode> wanted = object(message.payload());
        if (wanted.isEmpty()) {
            LOG.warn(
                    "mqtt: what {} holds is no JSON object, and is left out of account. Publish one",
                    message.topic());
            return true;
        }
        desire(wanted.get());
        return true;
    }

    private void desire(ObjectNode wanted) {
        CompletableFuture<ObjectNode> waiting;
        synchronized (this) {
            desired = wanted;
            waiting = first;
        }
        waiting.complete(wanted);
        changed(new ShadowChange(ShadowChange.Kind.WHOLE, ShadowDocument.NO_VERSION, wanted));
    }

    @Override
    protected synchronized void onLost() {
        first = new CompletableFuture<>();
        desired = empty(); // what was cleared meanwhile nobody will tell us
    }

    private synchronized ShadowDocument document() {
        return new ShadowDocument(desired, Optional.empty(), ShadowDocument.NO_VERSION);
    }

    private CompletionStage<Void> retain(String topic, ObjectNode tree) {
        byte[] text = tree.toString().getBytes(UTF_8);
        return publisher
                .apply(new CloudMessage(topic, text, 1, true))
                .toCompletableFuture()
                .copy()
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .exceptionallyCompose(
                        problem ->
                                failed(topic + ": not published, " + problem.getMessage(), false));
    }

    /** No payload is how a retained message is taken back: then nothing is wanted. */
    private static Optional<ObjectNode> object(byte[] payload) {
        try {
            if (payload.length == 0) {
                return Optional.of(empty());
            }
            return JSON.readTree(payload) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (IOException e) {
            LOG.debug("not JSON", e);
            return Optional.empty();
        }
    }

    /** JSON merge patch, RFC 7396, of an object. */
    private static ObjectNode merged(ObjectNode target, ObjectNode patch) {
        ObjectNode merged = empty();
        merged.setAll(target);
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            JsonNode value = change.getValue();
            if (value.isNull()) {
                merged.remove(change.getKey());
            } else if (value instanceof ObjectNode inner) {
                JsonNode old = target.path(change.getKey());
                ObjectNode base = old instanceof ObjectNode object ? object : empty();
                merged.set(change.getKey(), merged(base, inner));
            } else {
                merged.set(change.getKey(), value);
            }
        }
        return merged;
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static <T> CompletionStage<T> failed(String text, boolean permanent) {
        return CompletableFuture.failedFuture(new CloudException("mqtt: " + text, permanent));
    }
}
