package ccm.cloud.aws;

import ccm.api.cloud.CloudMessage;
import ccm.parts.cloud.ShadowSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The shadow of AWS between its messages and the engine. */
public final class AwsDoor {
    private final AwsShadow shadow;

    public AwsDoor(Function<CloudMessage, CompletionStage<Void>> publisher) {
        shadow = new AwsShadow(publisher);
        shadow.present(ThingTopics.of("t", ""));
    }

    public ShadowSource shadow() {
        return shadow;
    }

    public void accept(CloudMessage message) {
        shadow.accept(message);
    }
}
