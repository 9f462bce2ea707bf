package ccm.cloud;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudListener;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * What connectors tell the engine: their states go to the senders, their messages to the host,
 * calls to the dispatcher. A cloud that takes no filters sends all it has, so what no filter of the
 * host matches ends here.
 */
@Component(immediate = true)
public final class CloudEvents implements CloudListener {
    private static final CompletionStage<Void> UNWANTED = CompletableFuture.completedStage(null);

    private final Clouds clouds;
    private final Inbox inbox;
    private final MqttRpc rpc;
    private final Subscriptions subscriptions;

    @Activate
    public CloudEvents(
            @Reference Clouds clouds,
            @Reference Inbox inbox,
            @Reference MqttRpc rpc,
            @Reference Subscriptions subscriptions) {
        this.clouds = clouds;
        this.inbox = inbox;
        this.rpc = rpc;
        this.subscriptions = subscriptions;
    }

    @Override
    public CompletionStage<Void> onMessage(CloudConnector from, CloudMessage message) {
        if (rpc.takes(from, message)) {
            return rpc.accept(from, message);
        }
        return from.capabilities().anyTopic() || subscriptions.want(from, message.topic())
                ? inbox.accept(message)
                : UNWANTED;
    }

    @Override
    public void onState(CloudConnector from, CloudState state) {
        clouds.stateChanged(from, state);
    }
}
