package ccm.cloud.azure;

import ccm.api.cloud.CloudMessage;
import ccm.parts.cloud.ShadowSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The twin of Azure between its messages and the engine. */
public final class AzureDoor {
    private final AzureTwin twin;

    public AzureDoor(Function<CloudMessage, CompletionStage<Void>> publisher) {
        twin = new AzureTwin(publisher);
    }

    public ShadowSource shadow() {
        return twin;
    }

    public void accept(CloudMessage message) {
        twin.take(message);
    }
}
