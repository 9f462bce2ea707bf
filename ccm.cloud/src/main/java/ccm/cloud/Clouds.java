package ccm.cloud;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudState;
import ccm.api.rpc.RpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The clouds that are enabled: the one place that looks for connectors. */
@Component(service = Clouds.class, immediate = true)
public final class Clouds {
    private final Store store;
    private final LongSupplier nanoTime;
    private final List<Cloud> clouds = new CopyOnWriteArrayList<>();
    private final List<Consumer<CloudConnector>> watchers = new CopyOnWriteArrayList<>();
    private volatile Runnable unwatch = () -> {};

    @Activate
    public Clouds(@Reference Store store) {
        this(store, System::nanoTime);
    }

    Clouds(Store store, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
    }

    @Activate
    void open() {
        unwatch = store.watch(() -> clouds.forEach(Cloud::storeChanged));
    }

    @Deactivate
    void close() {
        unwatch.run();
        clouds.forEach(Cloud::close);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindConnector(CloudConnector connector) {
        cloudOf(connector).arrived(connector);
        again(connector);
    }

    void unbindConnector(CloudConnector connector) {
        clouds.forEach(cloud -> cloud.left(connector));
    }

    void stateChanged(CloudConnector connector, CloudState state) {
        clouds.forEach(cloud -> cloud.stateChanged(connector, state));
    }

    /** Every cloud that is enabled, connected or not. */
    List<Cloud> enabled() {
        List<Cloud> enabled = new ArrayList<>(clouds.size());
        for (Cloud cloud : clouds) {
            if (cloud.enabled()) {
                enabled.add(cloud);
            }
        }
        return enabled;
    }

    /**
     * The cloud of that name, or every one when the name is empty.
     *
     * @param method for the error's text
     */
    List<Cloud> named(String name, String method) throws RpcException {
        List<Cloud> enabled = enabled();
        if (name.isEmpty()) {
            return enabled;
        }
        for (Cloud cloud : enabled) {
            if (cloud.name().equals(name)) {
                return List.of(cloud);
            }
        }
        throw RpcException.invalidParams(
                method + ": cloud is \"" + name + "\", must be one of those enabled: " + names());
    }

    /** Runs for every connector that is here and for each that comes, on the framework's thread. */
    Runnable watch(Consumer<CloudConnector> watcher) {
        watchers.add(watcher);
        connectors().forEach(watcher);
        return () -> watchers.remove(watcher);
    }

    /** Runs the watchers once more for a connector that is here. */
    void again(CloudConnector connector) {
        watchers.forEach(watcher -> watcher.accept(connector));
    }

    List<CloudConnector> connectors() {
        return clouds.stream().flatMap(cloud -> cloud.connector().stream()).toList();
    }

    private String names() {
        String names = enabled().stream().map(Cloud::name).collect(Collectors.joining(", "));
        return names.isEmpty() ? "none is" : names;
    }

    private synchronized Cloud cloudOf(CloudConnector connector) {
        for (Cloud cloud : clouds) {
            if (cloud.name().equals(connector.name())) {
                return cloud;
            }
        }
        Cloud cloud = new Cloud(connector.name(), store, connector, nanoTime);
        clouds.add(cloud);
        return cloud;
    }
}
