package ccm.provision;

import ccm.api.provision.ProvisionListener;
import ccm.api.provision.ProvisionStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells each listener what it does not know yet. For the engine's thread. */
final class News {
    private static final Logger LOG = LoggerFactory.getLogger(News.class);

    private final Map<ProvisionListener, ProvisionStatus> told = new HashMap<>();

    void tell(List<ProvisionListener> listeners, ProvisionStatus status) {
        told.keySet().retainAll(listeners);
        for (ProvisionListener listener : listeners) {
            if (!status.equals(told.put(listener, status))) {
                try {
                    listener.onStatus(status);
                } catch (RuntimeException | LinkageError e) {
                    LOG.error("{}: failed", listener, e);
                }
            }
        }
    }
}
