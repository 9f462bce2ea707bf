package ccm.api.mqtt;

import org.osgi.annotation.versioning.ProviderType;

/** Makes sessions. */
@ProviderType
public interface MqttSessions {
    /**
     * Begins a session; it connects on its own threads, named {@code ccm-mqtt-…}.
     *
     * @param settings what all attempts have in common
     * @param listener told everything that happens, one event at a time
     * @return open until closed, or until this service goes: then it is closed and its listener
     *     told
     */
    MqttSession open(MqttSettings settings, MqttSessionListener listener);
}
