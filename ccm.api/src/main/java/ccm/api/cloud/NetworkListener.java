package ccm.api.cloud;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Told when this gateway got into another network. Publish it as a service when you keep
 * connections: those of the network before are dead, and those that wait to be tried again can be
 * tried now.
 */
@ConsumerType
public interface NetworkListener {
    /** The gateway is in another network. Called on a thread of the caller; returns at once. */
    void onNetwork();
}
