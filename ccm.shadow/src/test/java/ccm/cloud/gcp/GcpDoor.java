package ccm.cloud.gcp;

import ccm.api.cloud.CloudMessage;
import ccm.parts.cloud.ShadowSource;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Configuration and state of Google between their messages and the engine. */
public final class GcpDoor {
    private final GcpShadow shadow;

    public GcpDoor(Function<CloudMessage, CompletionStage<Void>> publisher, LongSupplier nanos) {
        shadow = new GcpShadow(publisher, true, Duration.ofSeconds(1), nanos);
        shadow.device("t");
    }

    public ShadowSource shadow() {
        return shadow;
    }

    public void accept(CloudMessage message) {
        shadow.take(message);
    }
}
