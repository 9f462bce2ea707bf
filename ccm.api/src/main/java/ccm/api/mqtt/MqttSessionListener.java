package ccm.api.mqtt;

import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** Told what happens to a session, on its own threads, one event at a time; never slow. */
@ConsumerType
public interface MqttSessionListener {
    /** The connection changed. */
    void onState(CloudState state);

    /**
     * A message came in.
     *
     * @return completes when it may be acknowledged to the broker; exceptionally when it was not
     *     kept and the broker shall send it again
     */
    CompletionStage<Void> onMessage(CloudMessage message);
}
