package ccm.cloud.aws;

import ccm.api.cloud.CloudMessage;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowChange.Kind;
import ccm.api.shadow.ShadowDocument;
import ccm.parts.cloud.ShadowSource;
import ccm.parts.wire.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The device shadow of AWS IoT Core, classic or named. */
final class AwsShadow extends ShadowSource {
    private static final Logger LOG = LoggerFactory.getLogger(AwsShadow.class);
    private static final int OUT = 5; // of 10 that it takes
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Requests requests;
    private volatile String prefix = "";

    AwsShadow(Function<CloudMessage, CompletionStage<Void>> publisher) {
        this(publisher, PATIENCE);
    }

    AwsShadow(Function<CloudMessage, CompletionStage<Void>> publisher, Duration patience) {
        requests = new Requests(publisher, OUT, patience);
    }

    /** Whose it is from now on. */
    void present(ThingTopics topics) {
        prefix = topics.shadow();
    }

    @Override
    protected void onLost() {
        requests.lost();
    }

    /**
     * A message on a topic of the shadow.
     *
     * @return false when it is none that we know: another shadow's, or one that the host asked for
     */
    boolean accept(CloudMessage message) {
        String tail = message.topic().substring(prefix.length() + 1);
        switch (tail) {
            case "get/accepted", "update/accepted" -> answer(tail, true, message);
            case "get/rejected", "update/rejected" -> answer(tail, false, message);
            case "update/delta" -> delta(message);
            case "delete/accepted" -> deleted();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void answer(String tail, boolean accepted, CloudMessage message) {
        String topic = prefix + "/" + tail.substring(0, tail.indexOf('/'));
        Optional<ObjectNode> body = read(message);
        if (body.isPresent() && !requests.answer(topic, accepted, body.get())) {
            LOG.debug("{}: an answer to somebody else", message.topic());
        }
    }

    private void delta(CloudMessage message) {
        read(message)
                .ifPresent(
                        body ->
                                changed(
                                        new ShadowChange(
                                                Kind.DIFFERENCE,
                                                version(body),
                                                Json.object(body, "state"))));
    }

    /** Nothing is wanted any more, and nothing is known of what we reported. */
    private void deleted() {
        LOG.info("{}: was deleted in the cloud. the next report makes it anew", prefix);
        askAnew();
    }

    private static Optional<ObjectNode> read(CloudMessage message) {
        Optional<ObjectNode> body = Json.readObject(message.payload());
        if (body.isEmpty()) {
            LOG.warn("{}: is no JSON object. ignored", message.topic());
        }
        return body;
    }

    private static long version(JsonNode of) {
        return of.path("version").asLong(ShadowDocument.NO_VERSION);
    }

    @Override
    public String name() {
        return AwsDialect.NAME;
    }

    @Override
    public Duration reportInterval() {
        return Duration.ZERO;
    }

    @Override
    public Optional<String> refusal(JsonNode report, JsonNode whole) {
        return ShadowLimits.refusal(report, whole);
    }

    @Override
    public CompletionStage<ShadowDocument> get() {
        return ask("get", Json.object(), AwsShadow::document);
    }

    @Override
    public CompletionStage<Void> report(ObjectNode patch, ObjectNode whole) {
        ObjectNode body = Json.object();
        body.putObject("state").set("reported", patch);
        CompletableFuture<Void> told = new CompletableFuture<>();
        ask("update", body, Requests.Answer::accepted)
                .whenComplete((done, problem) -> pass(null, problem, told));
        return told;
    }

    @Override
    public CompletionStage<JsonNode> update(ObjectNode state, Optional<Long> version) {
        ObjectNode body = Json.object();
        body.set("state", state);
        version.ifPresent(number -> body.put("version", number));
        return ask("update", body, AwsShadow::withoutToken);
    }

    /** Asks; a rejection that the reading does not take is an exception. */
    private <T> CompletionStage<T> ask(
            String what, ObjectNode body, Function<Requests.Answer, T> reading) {
        String topic = prefix + "/" + what;
        CompletableFuture<T> told = new CompletableFuture<>();
        requests.ask(topic, body)
                .whenComplete(
                        (answer, problem) -> {
                            if (problem != null) {
                                told.completeExceptionally(problem);
                            } else if (answer.accepted() || missing(what, answer.body())) {
                                told.complete(reading.apply(answer));
                            } else {
                                told.completeExceptionally(ShadowErrors.of(topic, answer.body()));
                            }
                        });
        return told;
    }

    /** There is no shadow yet, which is how every thing begins. */
    private static boolean missing(String what, JsonNode body) {
        return what.equals("get") && body.path("code").asInt() == ShadowErrors.NOT_FOUND;
    }

    private static ShadowDocument document(Requests.Answer answer) {
        JsonNode state = answer.body().path("state"); // a rejection has none
        return new ShadowDocument(
                Json.object(state, "desired"),
                Optional.of(Json.object(state, "reported")),
                version(answer.body()));
    }

    private static JsonNode withoutToken(Requests.Answer answer) {
        ObjectNode copy = answer.body().deepCopy();
        copy.remove("clientToken");
        return copy;
    }

    private static <T> void pass(T value, Throwable problem, CompletableFuture<T> to) {
        if (problem == null) {
            to.complete(value);
        } else {
            to.completeExceptionally(problem);
        }
    }
}
