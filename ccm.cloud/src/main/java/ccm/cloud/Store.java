package ccm.cloud;

import ccm.api.outbox.Outbox;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Knows the outbox, which may be swapped at any time, and tells the engine when it comes or goes.
 */
@Component(service = Store.class)
public final class Store {
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private volatile Outbox outbox; // null only while ccm.outbox is being swapped

    @Activate
    public Store() {
        // the outbox is bound and unbound below
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindOutbox(Outbox arrived) {
        outbox = arrived;
        watchers.forEach(Runnable::run);
    }

    void unbindOutbox(Outbox gone) {
        if (outbox == gone) { // otherwise its successor is bound already
            outbox = null;
            watchers.forEach(Runnable::run);
        }
    }

    Optional<Outbox> outbox() {
        return Optional.ofNullable(outbox);
    }

    boolean storesQos0() {
        Outbox current = outbox;
        return current != null && current.storesQos0();
    }

    /**
     * Runs now and at every change, on the thread that makes the change; returns what ends that.
     */
    Runnable watch(Runnable watcher) {
        watchers.add(watcher);
        watcher.run();
        return () -> watchers.remove(watcher);
    }
}
