package ccm.api.mqtt;

import org.osgi.annotation.versioning.ConsumerType;

/** One broker. Asked anew before every attempt, so that credentials are always fresh. */
@ConsumerType
public interface MqttEndpoint {
    /** The address, {@code HOST:PORT}, for the log. */
    String address();

    /**
     * Everything for one attempt. Called on a thread of the session; may read files.
     *
     * @throws ccm.api.cloud.CloudException why no attempt can be made now: names the setting or
     *     file
     */
    MqttConnect connect() throws ccm.api.cloud.CloudException;
}
