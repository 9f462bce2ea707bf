package ccm.api.cloud;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The cloud engine as connectors see it. Optional to a connector: it may be swapped at any time.
 */
@ProviderType
public interface CloudListener {
    /**
     * A message came in. Called on a thread of the connector, one message at a time; returns
     * without waiting.
     *
     * @return completes when the message is safe with us (delivered to the host, or on disk): only
     *     then acknowledge it to the cloud; exceptionally when it could not be kept
     */
    CompletionStage<Void> onMessage(CloudConnector from, CloudMessage message);

    /** The connection changed. Called on a thread of the connector, in the order of the changes. */
    void onState(CloudConnector from, CloudState state);
}
