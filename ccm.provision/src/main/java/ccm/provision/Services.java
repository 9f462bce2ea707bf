package ccm.provision;

import ccm.api.board.Pins;
import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.NetworkListener;
import ccm.api.config.ConfigGuard;
import ccm.api.provision.ProvisionChannel;
import ccm.api.provision.ProvisionListener;
import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.wifi.Wifi;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** What comes and goes around the engine. Safe for use by many threads. */
final class Services {
    private final List<Wifi> radios = new CopyOnWriteArrayList<>();
    private final List<CloudConnector> clouds = new CopyOnWriteArrayList<>();
    private final List<NetworkListener> listeners = new CopyOnWriteArrayList<>();
    private final List<ConfigGuard> guards = new CopyOnWriteArrayList<>();
    private final List<ProvisionListener> watchers = new CopyOnWriteArrayList<>();
    private final List<ProvisionChannel> channels = new CopyOnWriteArrayList<>();
    private final Map<Pins, String> pins = new ConcurrentHashMap<>();
    private final Supplier<Set<String>> routes;
    private volatile Optional<DeferredRpcMethod> reset = Optional.empty();
    private volatile Set<String> seen = Set.of();

    /**
     * Makes it.
     *
     * @param routes tells the interfaces that lead out
     */
    Services(Supplier<Set<String>> routes) {
        this.routes = routes;
    }

    /** The radio; the first one when there are several. */
    Optional<Wifi> wifi() {
        return radios.stream().findFirst();
    }

    List<Wifi> radios() {
        return radios;
    }

    List<CloudConnector> clouds() {
        return clouds;
    }

    List<NetworkListener> listeners() {
        return listeners;
    }

    List<ConfigGuard> guards() {
        return guards;
    }

    List<ProvisionListener> watchers() {
        return watchers;
    }

    List<ProvisionChannel> channels() {
        return channels;
    }

    Map<Pins, String> pins() {
        return pins;
    }

    /** What {@code Config.FactoryReset} does; empty while the core is being swapped. */
    Optional<DeferredRpcMethod> reset() {
        return reset;
    }

    void reset(Optional<DeferredRpcMethod> method) {
        reset = method;
    }

    /** The names of networks that a look around has shown last. */
    Set<String> seen() {
        return seen;
    }

    void seen(Set<String> names) {
        seen = Set.copyOf(names);
    }

    /** The clouds that messages flow to, and since when. */
    Map<CloudConnector, Instant> ready() {
        Map<CloudConnector, Instant> ready = new HashMap<>();
        for (CloudConnector cloud : clouds) {
            CloudState state = cloud.state();
            if (state.ready()) {
                ready.put(cloud, state.since());
            }
        }
        return ready;
    }

    /** True when this machine has a way out at all. */
    boolean leadsOut() {
        return !routes.get().isEmpty();
    }

    /** True when this machine has a way out beside the radio. */
    boolean leadsOutWithoutWifi() {
        Optional<String> device = wifi().map(Wifi::device);
        return routes.get().stream().anyMatch(name -> !name.equals(device.orElse("")));
    }

    /** Wakes clouds up, unless what they go through is another network that stays. */
    void networkCame() {
        if (!leadsOutWithoutWifi()) {
            listeners.forEach(NetworkListener::onNetwork);
        }
    }
}
