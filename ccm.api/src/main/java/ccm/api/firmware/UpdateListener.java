package ccm.api.firmware;

import org.osgi.annotation.versioning.ConsumerType;

/** Told how an update goes. Publish it as a service. */
@ConsumerType
public interface UpdateListener {
    /**
     * The state changed, or there was progress: at most one call a second for that. Runs on the
     * updater's thread; do nothing slow here.
     */
    void onUpdate(UpdateStatus status);
}
