package ccm.api.host;

import org.osgi.annotation.versioning.ConsumerType;

/** Told when the host comes, goes or becomes better known. Publish it as a service. */
@ConsumerType
public interface HostListener {
    /**
     * The state changed, or this listener is new. Runs on the thread {@code ccm-core-host}; do
     * nothing slow here.
     */
    void onHost(HostState state);
}
