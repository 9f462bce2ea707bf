package ccm.cloud.watson;

import ccm.api.cloud.CloudMessage;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowDocument;
import ccm.parts.cloud.StateShadow;
import ccm.parts.wire.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shadow out of what the platform has: the event {@code state} says all that is reported, the
 * command {@code shadow-update} all that is desired. It has no version.
 */
final class WatsonShadow extends StateShadow {
    /** The event. */
    static final String STATE = "state";

    private static final String WISH = "shadow-update";
    private static final Cloud CLOUD =
            new Cloud(WatsonDialect.NAME, 131_072, "send the command " + WISH + " to it");
    private static final Logger LOG = LoggerFactory.getLogger(WatsonShadow.class);

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
        super(CLOUD, interval, publisher);
        this.wish = wish;
        this.worker = worker;
    }

    @Override
    public CompletionStage<ShadowDocument> get() {
        return CompletableFuture.completedFuture(document(wish.get()));
    }

    @Override
    protected CloudMessage message(byte[] whole) {
        return new CloudMessage(Events.topic(STATE, "json"), whole, 1, false);
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
}
