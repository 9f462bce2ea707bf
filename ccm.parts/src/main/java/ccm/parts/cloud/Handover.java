package ccm.parts.cloud;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudListener;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Hands messages to the cloud engine in their order, and keeps them while the engine is being
 * swapped. As many as the session takes in unacknowledged, so it is bounded there.
 */
public final class Handover {
    private final CloudConnector connector;
    private final Deque<Waiting> waiting = new ArrayDeque<>(); // guarded by this
    private CloudListener engine; // guarded by this; null only while ccm.cloud is being swapped
    private boolean draining; // guarded by this

    private record Waiting(CloudMessage message, CompletableFuture<Void> kept) {}

    public Handover(CloudConnector connector) {
        this.connector = connector;
    }

    /** The engine is here, possibly in the place of another one. */
    public void engine(CloudListener next) {
        synchronized (this) {
            engine = next;
        }
        CloudState now = connector.state();
        if (now.ready()) { // it may have become so while nobody was there to be told
            next.onState(connector, now);
        }
        drain();
    }

    /** This engine is gone. */
    public void without(CloudListener gone) {
        synchronized (this) {
            if (engine == gone) {
                engine = null;
            }
        }
    }

    /** Hands over one message. Completes when the engine has kept it. */
    public CompletionStage<Void> accept(CloudMessage message) {
        Waiting next = new Waiting(message, new CompletableFuture<>());
        synchronized (this) {
            waiting.add(next);
        }
        drain();
        return next.kept;
    }

    /** Tells the engine, if there is one. */
    public void state(CloudState state) {
        CloudListener current;
        synchronized (this) {
            current = engine;
        }
        if (current != null) {
            current.onState(connector, state);
        }
    }

    /** One thread at a time hands over, outside of the lock; what others add meanwhile it takes. */
    private void drain() {
        synchronized (this) {
            if (draining) {
                return;
            }
            draining = true;
        }
        while (true) {
            Waiting next;
            CloudListener to;
            synchronized (this) {
                if (engine == null || waiting.isEmpty()) {
                    draining = false;
                    return;
                }
                to = engine;
                next = waiting.remove();
            }
            give(next, to);
        }
    }

    private void give(Waiting next, CloudListener to) {
        CompletionStage<Void> kept;
        try {
            kept = to.onMessage(connector, next.message);
        } catch (RuntimeException e) { // an engine that is going
            kept = CompletableFuture.failedFuture(e);
        }
        kept.whenComplete(
                (nothing, problem) -> {
                    if (problem == null) {
                        next.kept.complete(null);
                    } else if (!again(next, to)) {
                        next.kept.completeExceptionally(problem);
                    }
                });
    }

    /** What an engine did not keep because it went is for the next one. */
    private boolean again(Waiting next, CloudListener asked) {
        synchronized (this) {
            if (engine == asked) {
                return false;
            }
            waiting.addFirst(next);
        }
        drain();
        return true;
    }
}
