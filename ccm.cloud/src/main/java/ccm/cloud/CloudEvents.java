package ccm.cloud;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudListener;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What connectors tell the engine: their states go to the senders, their messages to the host. */
@Component(immediate = true)
public final class CloudEvents implements CloudListener {
    private final Clouds clouds;
    private final Inbox inbox;

    @Activate
    public CloudEvents(@Reference Clouds clouds, @Reference Inbox inbox) {
        this.clouds = clouds;
        this.inbox = inbox;
    }

    @Override
    public CompletionStage<Void> onMessage(CloudConnector from, CloudMessage message) {
        return inbox.accept(message);
    }

    @Override
    public void onState(CloudConnector from, CloudState state) {
        clouds.stateChanged(from, state);
    }
}
