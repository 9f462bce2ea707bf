package ccm.testing;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * What a component gets as its bundle: it keeps what is published with it, and knows where the data
 * is. Nothing else of a framework.
 */
public final class FakeBundle {
    private final Optional<Path> data;
    private final List<Published> published = new CopyOnWriteArrayList<>();

    /**
     * A service as it was published.
     *
     * @param properties empty for none
     */
    public record Published(Object service, Optional<Dictionary<?, ?>> properties) {}

    /** Without a folder of data. */
    public FakeBundle() {
        data = Optional.empty();
    }

    /**
     * With one.
     *
     * @param data as of {@code ccm.data}
     */
    public FakeBundle(Path data) {
        this.data = Optional.of(data);
    }

    /** What is published now, in the order in which it was. */
    public List<Published> published() {
        return List.copyOf(published);
    }

    /** The first service of that contract. */
    public <T> T service(Class<T> contract) {
        return published.stream()
                .map(Published::service)
                .filter(contract::isInstance)
                .map(contract::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody publishes " + contract.getName()));
    }

    /** For the constructor of a component. */
    public BundleContext context() {
        return (BundleContext)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {BundleContext.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "getProperty" -> data.map(Path::toString).orElse(null);
                                    case "registerService" ->
                                            publish(arguments[1], (Dictionary<?, ?>) arguments[2]);
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    method.getName());
                                });
    }

    private ServiceRegistration<?> publish(Object service, Dictionary<?, ?> properties) {
        Published one = new Published(service, Optional.ofNullable(properties));
        published.add(one);
        return (ServiceRegistration<?>)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {ServiceRegistration.class},
                        (proxy, method, arguments) -> {
                            published.remove(one);
                            return null;
                        });
    }
}
