package ccm.cloud;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudListener;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * What connectors tell the engine: their states go to the senders, their messages to the host,
 * calls to the dispatcher.
 */
@Component(immediate = true)
public final class CloudEvents implements CloudListener {
    private final Clouds clouds;
    private final Inbox inbox;
    private final MqttRpc rpc;

    @Activate
    public CloudEvents(@Reference Clouds clouds, @Reference Inbox inbox, @Reference MqttRpc rpc) {
        this.clouds = clouds;
        this.inbox = inbox;
        this.rpc = rpc;
    }

    @Override
    public CompletionStage<Void> onMessage(CloudConnector from, CloudMessage message) {
        return rpc.takes(from, message) ? rpc.accept(from, message) : inbox.accept(message);
    }

    @Override
    public void onState(CloudConnector from, CloudState state) {
        clouds.stateChanged(from, state);
    }
}
