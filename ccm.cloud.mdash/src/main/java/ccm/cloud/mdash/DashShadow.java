package ccm.cloud.mdash;

import ccm.api.cloud.CloudException;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowDocument;
import ccm.parts.cloud.ShadowSource;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shadow of mDash. */
final class DashShadow extends ShadowSource {
    private static final Logger LOG = LoggerFactory.getLogger(DashShadow.class);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Set<String> AROUND = Set.of("state", "version", "timestamp", "metadata");
    private static final String GET = "Dash.Shadow.Get";
    private static final String UPDATE = "Dash.Shadow.Update";

    private final BiFunction<String, ObjectNode, CompletionStage<DashAnswer>> server;
    private final DashFrames frames;
    private final int largest;

    /**
     * Makes one.
     *
     * @param server takes a method and its params
     */
    DashShadow(
            BiFunction<String, ObjectNode, CompletionStage<DashAnswer>> server,
            DashFrames frames,
            int largest) {
        this.server = server;
        this.frames = frames;
        this.largest = largest;
    }

    @Override
    public String name() {
        return DashConnector.NAME;
    }

    @Override
    public Duration reportInterval() {
        return INTERVAL;
    }

    @Override
    public Optional<String> refusal(JsonNode report, JsonNode whole) {
        if (!report.isObject()) {
            return Optional.of(
                    "a report to mDash must be a JSON object, this is "
                            + report.getNodeType().name().toLowerCase(java.util.Locale.ROOT)
                            + ". write {\"value\":…}");
        }
        int size = DashFrames.size(frames.call(Long.MAX_VALUE, UPDATE, state("reported", report)));
        return size > largest
                ? Optional.of(
                        "the report makes a frame of "
                                + size
                                + " bytes, dash.max_frame is "
                                + largest
                                + ". report less at a time")
                : Optional.empty();
    }

    @Override
    public CompletionStage<ShadowDocument> get() {
        return asked(GET, DashFrames.object()).thenApply(DashShadow::document);
    }

    @Override
    public CompletionStage<Void> report(ObjectNode patch, ObjectNode whole) {
        return asked(UPDATE, state("reported", patch)).thenApply(answer -> null);
    }

    /** Nothing is known of that, so it is not relied on. */
    @Override
    public boolean tellsAfterReports() {
        return false;
    }

    @Override
    public CompletionStage<JsonNode> update(ObjectNode state, Optional<Long> version) {
        if (state.has("desired")) {
            return CompletableFuture.failedFuture(
                    new CloudException(
                            "dash: a device changes reported alone. change desired at mDash",
                            true));
        }
        ObjectNode params = DashFrames.object();
        params.set("state", state);
        version.ifPresent(number -> params.put("version", number));
        return asked(UPDATE, params).thenApply(DashAnswer::result);
    }

    /** {@code Shadow.Delta}, in either shape. */
    void delta(JsonNode params) {
        JsonNode inner = wrapped(params) ? params.path("state") : params;
        if (!(inner instanceof ObjectNode desired)) {
            LOG.warn("dash: a delta is no JSON object; the shadow is asked for anew");
            askAnew();
            return;
        }
        long version =
                inner == params
                        ? ShadowDocument.NO_VERSION
                        : params.path("version").asLong(ShadowDocument.NO_VERSION);
        changed(new ShadowChange(ShadowChange.Kind.DIFFERENCE, version, desired));
    }

    private static boolean wrapped(JsonNode params) {
        boolean only = params.path("state").isObject();
        Iterator<String> names = params.fieldNames();
        while (only && names.hasNext()) {
            only = AROUND.contains(names.next());
        }
        return only;
    }

    private CompletionStage<DashAnswer> asked(String method, ObjectNode params) {
        return server.apply(method, params)
                .thenCompose(
                        answer ->
                                answer.failed()
                                        ? CompletableFuture.failedFuture(answer.problem(method))
                                        : CompletableFuture.completedFuture(answer));
    }

    /** As it is, or inside of {@code shadow} or {@code state}. */
    private static ShadowDocument document(DashAnswer answer) {
        JsonNode whole = answer.result();
        JsonNode shadow = whole.path("shadow").isObject() ? whole.path("shadow") : whole;
        JsonNode state = shadow.path("state").isObject() ? shadow.path("state") : shadow;
        Optional<ObjectNode> reported = object(state.path("reported"));
        return new ShadowDocument(
                object(state.path("desired")).orElseGet(DashFrames::object),
                Optional.of(reported.orElseGet(DashFrames::object)),
                shadow.path("version").asLong(ShadowDocument.NO_VERSION));
    }

    private static Optional<ObjectNode> object(JsonNode tree) {
        return tree instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    private static ObjectNode state(String name, JsonNode value) {
        ObjectNode params = DashFrames.object();
        params.putObject("state").set(name, value);
        return params;
    }
}
