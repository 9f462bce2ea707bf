package ccm.cloud.azure;

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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The device twin as a shadow. */
final class AzureTwin extends ShadowSource {
    static final String ANSWERS = "$iothub/twin/res/";
    static final String DESIRED = "$iothub/twin/PATCH/properties/desired/";
    private static final String GET = "$iothub/twin/GET/";
    private static final String REPORT = "$iothub/twin/PATCH/properties/reported/";
    private static final String VERSION = "$version";
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final byte[] NOTHING = {};
    private static final Logger LOG = LoggerFactory.getLogger(AzureTwin.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TwinRequests requests;

    /**
     * Makes one.
     *
     * @param publisher to the hub, as it is
     */
    AzureTwin(Function<CloudMessage, CompletionStage<Void>> publisher) {
        requests = new TwinRequests(publisher, System::nanoTime);
    }

    @Override
    public String name() {
        return AzureDialect.NAME;
    }

    @Override
    public Duration reportInterval() {
        return INTERVAL;
    }

    @Override
    public Optional<String> refusal(JsonNode report, JsonNode whole) {
        return TwinRules.refusal(report, whole);
    }

    @Override
    public CompletionStage<ShadowDocument> get() {
        return requests.send(GET, NOTHING).thenCompose(AzureTwin::document);
    }

    @Override
    public CompletionStage<Void> report(ObjectNode patch, ObjectNode whole) {
        return requests.send(REPORT, bytes(patch)).thenApply(answer -> null);
    }

    @Override
    public CompletionStage<JsonNode> update(ObjectNode state, Optional<Long> version) {
        JsonNode reported = state.path("reported");
        Optional<String> refusal =
                state.has("desired")
                        ? Optional.of(
                                "desired cannot be changed by a device. change it at the hub,"
                                        + " or report")
                        : version.isPresent()
                                ? Optional.of(
                                        "version is "
                                                + version.get()
                                                + ", but a hub takes none from a device. leave it"
                                                + " out")
                                : TwinRules.refusal(reported, reported);
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(
                    new CloudException("azure: " + refusal.get(), true));
        }
        return requests.send(REPORT, bytes(reported))
                .thenApply(
                        answer ->
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("version", answer.version()));
    }

    @Override
    protected void onLost() {
        requests.lost();
    }

    /** True for a message of the twin, which is then dealt with. */
    boolean take(CloudMessage message) {
        String topic = message.topic();
        if (topic.startsWith(ANSWERS)) {
            requests.answered(topic.substring(ANSWERS.length()), message.payload());
            return true;
        }
        if (!topic.startsWith(DESIRED)) {
            return false;
        }
        changed(message);
        return true;
    }

    private void changed(CloudMessage message) {
        Optional<ObjectNode> patch = object(message.payload());
        if (patch.isEmpty()) {
            LOG.warn("azure: what the hub wants is no JSON object; it is asked for anew");
            askAnew();
            return;
        }
        long version =
                PropertyBag.of(message.topic().substring(DESIRED.length()))
                        .get(VERSION)
                        .flatMap(AzureTwin::number)
                        .orElseGet(() -> version(patch.get()));
        changed(new ShadowChange(ShadowChange.Kind.PATCH, version, stripped(patch.get())));
    }

    private static CompletionStage<ShadowDocument> document(TwinRequests.Answer answer) {
        Optional<ObjectNode> twin = object(answer.body());
        if (twin.isEmpty() || !(twin.get().path("desired") instanceof ObjectNode)) {
            return CompletableFuture.failedFuture(
                    new CloudException("azure: the hub's twin is no JSON object", false));
        }
        ObjectNode desired = (ObjectNode) twin.get().path("desired");
        Optional<ObjectNode> reported =
                twin.get().path("reported") instanceof ObjectNode said
                        ? Optional.of(stripped(said))
                        : Optional.empty();
        return CompletableFuture.completedFuture(
                new ShadowDocument(stripped(desired), reported, version(desired)));
    }

    private static long version(ObjectNode section) {
        return section.path(VERSION).asLong(ShadowDocument.NO_VERSION);
    }

    /** Without $version and $metadata; no key of ours may hold a dollar. */
    private static ObjectNode stripped(ObjectNode section) {
        ObjectNode copy = section.deepCopy();
        copy.properties().removeIf(member -> member.getKey().startsWith("$"));
        return copy;
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
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
