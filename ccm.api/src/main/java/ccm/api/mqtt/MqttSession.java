package ccm.api.mqtt;

import ccm.api.cloud.CloudMessage;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** One supervised session. Safe for use by many threads; nothing here waits for the network. */
@ProviderType
public interface MqttSession extends AutoCloseable {
    /**
     * Publishes, in the order of the calls.
     *
     * @return completes on PUBACK (QoS 1) or when written (QoS 0); exceptionally with a {@code
     *     CloudException} when there is no connection, when it is lost first, or when too many are
     *     unfinished
     */
    CompletionStage<Void> publish(CloudMessage message);

    /**
     * Remembers a filter, asks for it now if connected, and after every CONNACK.
     *
     * @return completes when granted, or at once when not connected; exceptionally with a permanent
     *     {@code CloudException} on SUBACK 0x80
     */
    CompletionStage<Void> subscribe(String filter, int qos);

    /** Forgets a filter, and tells the broker if connected. */
    CompletionStage<Void> unsubscribe(String filter);

    /** Gives up the connection and tries again at once, for example when the network came up. */
    void reconnect();

    /**
     * Connects anew with a fresh login, once: nothing new is begun, what is unfinished has up to 5
     * s to be acknowledged, then it disconnects politely and connects at once. A publish in between
     * fails as when there is no connection. Does nothing while not connected.
     */
    void renew();

    /** Disconnects politely, within 2 s, and ends every thread of the session. */
    @Override
    void close();
}
