package ccm.cloud.gcp;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.Fault;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowDocument;
import ccm.parts.cloud.MqttFilter;
import ccm.parts.cloud.StateShadow;
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
final class GcpShadow extends StateShadow {
    private static final Cloud CLOUD =
            new Cloud(GcpDialect.NAME, 64 * 1024, "change its configuration at the cloud");
    private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(GcpShadow.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final boolean told;
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
        super(CLOUD, interval, publisher);
        this.told = told;
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
                        (desire, trouble) ->
                                trouble == null
                                        ? CompletableFuture.completedFuture(document(desire))
                                        : CompletableFuture.<ShadowDocument>failedFuture(
                                                problem("no configuration came", false)))
                .thenCompose(Function.identity());
    }

    /** A new session brings the configuration anew. */
    @Override
    protected void onLost() {
        CompletableFuture<ObjectNode> given;
        synchronized (this) {
            given = wanted;
            wanted = new CompletableFuture<>();
        }
        given.completeExceptionally(problem("the connection was lost", false));
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

    @Override
    protected CloudMessage message(byte[] whole) {
        return new CloudMessage("/devices/" + device + "/state", whole, 1, false);
    }

    /** A second one within a second would cost the connection. */
    @Override
    protected synchronized Optional<CloudException> notNow() {
        long now = nanos.getAsLong();
        if (saidAt.filter(last -> now - last < LEAST_NANOS).isPresent()) {
            return Optional.of(
                    new CloudException(
                            "gcp: the cloud takes one state a second. try again then",
                            false,
                            Fault.THROTTLED));
        }
        saidAt = Optional.of(now);
        return Optional.empty();
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
}
