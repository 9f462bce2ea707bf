package ccm.core.host;

import ccm.api.host.HostListener;
import ccm.api.host.HostState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who wants to know about the host. A listener is asked for when it is first told, not when it
 * appears, because listeners need the host themselves.
 */
final class HostListeners {
    private static final Logger LOG = LoggerFactory.getLogger(HostListeners.class);

    private final Function<ServiceReference<HostListener>, HostListener> lookUp;
    private final Consumer<ServiceReference<HostListener>> release;
    private final Map<ServiceReference<HostListener>, Optional<HostListener>> members =
            new ConcurrentHashMap<>(); // empty until it is first told something

    HostListeners(BundleContext context) {
        this(context::getService, context::ungetService);
    }

    HostListeners(
            Function<ServiceReference<HostListener>, HostListener> lookUp,
            Consumer<ServiceReference<HostListener>> release) {
        this.lookUp = lookUp;
        this.release = release;
    }

    void add(ServiceReference<HostListener> reference) {
        members.put(reference, Optional.empty());
    }

    void remove(ServiceReference<HostListener> reference) {
        members.remove(reference);
        release.accept(reference); // nothing happens when it was never asked for
    }

    void tell(HostState state) {
        List.copyOf(members.keySet()).forEach(reference -> tell(reference, state));
    }

    /** Runs on the thread ccm-core-host alone. */
    void tell(ServiceReference<HostListener> reference, HostState state) {
        Optional<HostListener> known = members.get(reference);
        if (known == null) {
            return; // gone in the meantime
        }
        try {
            Optional<HostListener> listener = known.or(() -> ask(reference));
            listener.ifPresent(each -> each.onHost(state));
        } catch (RuntimeException | LinkageError e) {
            LOG.error("host listener of {}: failed", reference.getBundle(), e);
        }
    }

    private Optional<HostListener> ask(ServiceReference<HostListener> reference) {
        Optional<HostListener> found = Optional.ofNullable(lookUp.apply(reference));
        members.replace(reference, found); // unless it has left just now
        return found;
    }
}
