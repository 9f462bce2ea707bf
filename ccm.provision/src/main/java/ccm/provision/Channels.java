package ccm.provision;

import ccm.api.provision.ProvisionChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.framework.ServiceReference;

/**
 * The channels that there are. Each looks for the engine as the engine looks for it: whoever of two
 * such components is asked for the other while it is made itself never gets it. So a channel is
 * only asked for when the engine is made.
 */
final class Channels {
    private final List<ProvisionChannel> known;
    private final Function<ServiceReference<ProvisionChannel>, ProvisionChannel> lookUp;
    private final Consumer<ServiceReference<ProvisionChannel>> release;
    private final Map<ServiceReference<ProvisionChannel>, Optional<ProvisionChannel>> members =
            new ConcurrentHashMap<>(); // empty until it was asked for

    /**
     * Makes them.
     *
     * @param known gets those that were asked for
     */
    Channels(
            List<ProvisionChannel> known,
            Function<ServiceReference<ProvisionChannel>, ProvisionChannel> lookUp,
            Consumer<ServiceReference<ProvisionChannel>> release) {
        this.known = known;
        this.lookUp = lookUp;
        this.release = release;
    }

    void add(ServiceReference<ProvisionChannel> reference) {
        members.put(reference, Optional.empty());
    }

    /** Asks for one; on the engine's thread. */
    void ask(ServiceReference<ProvisionChannel> reference) {
        Optional<ProvisionChannel> found = Optional.ofNullable(lookUp.apply(reference));
        found.ifPresent(known::add);
        if (members.replace(reference, found) == null) { // it has left just now
            found.ifPresent(known::remove);
        }
    }

    void remove(ServiceReference<ProvisionChannel> reference) {
        Optional<ProvisionChannel> gone = members.remove(reference);
        if (gone != null) {
            gone.ifPresent(known::remove);
        }
        release.accept(reference); // nothing happens when it was never asked for
    }
}
