package ccm.api.provision;

import org.osgi.annotation.versioning.ConsumerType;

/** Told where provisioning stands. Publish it as a service. */
@ConsumerType
public interface ProvisionListener {
    /**
     * The status changed, or this listener is new. Called on a thread of the engine, one call after
     * the other; returns at once.
     */
    void onStatus(ProvisionStatus status);
}
