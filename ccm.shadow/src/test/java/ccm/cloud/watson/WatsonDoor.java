package ccm.cloud.watson;

import ccm.api.cloud.CloudMessage;
import ccm.parts.cloud.ShadowSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The shadow of Watson between its messages and the engine. */
public final class WatsonDoor implements AutoCloseable {
    private final Worker worker = new Worker();
    private final WatsonShadow shadow;

    public WatsonDoor(Function<CloudMessage, CompletionStage<Void>> publisher, Path folder) {
        shadow = new WatsonShadow(publisher, Duration.ZERO, new Wish(folder), worker);
    }

    public ShadowSource shadow() {
        return shadow;
    }

    /** A command came; returns when it was dealt with. */
    public void accept(String command, byte[] payload) {
        shadow.take(command, payload).orElseThrow().toCompletableFuture().join();
    }

    @Override
    public void close() {
        worker.close();
    }
}
