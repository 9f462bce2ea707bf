package ccm.launcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/** Waits until the gateway serves, and says what. */
final class ReadyLine {
    /** A service says with this property what it serves: {@code host on /dev/ttyS0}. */
    private static final String SERVES = "ccm.serves";

    /**
     * A service with this property begins to serve something and has not come to an end yet. While
     * there is one, {@code ccm.core} lets calls of unknown methods wait.
     */
    static final String STARTING = "ccm.starting";

    /**
     * A bundle with this header registers a service with either property as soon as its component
     * runs, an empty {@code ccm.serves} when it is to serve nothing.
     */
    private static final String WILL_SERVE = "Ccm-Serves";

    /** How long is waited for those when all else is there: one may be without its settings. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final List<String> NEEDED =
            List.of("ccm.api.rpc.Rpc", "ccm.api.link.FrameListener");
    private static final Duration SETTLED = Duration.ofMillis(25);
    private static final long PAUSE_NANOS = 2_000_000;

    private final BundleContext context;
    private final AtomicLong lastChange = new AtomicLong(System.nanoTime());
    private final ServiceListener changes = event -> lastChange.set(System.nanoTime());

    ReadyLine(BundleContext context) {
        this.context = context;
        context.addServiceListener(changes);
    }

    /**
     * Waits until everything needed is there and no service has come or gone for a moment.
     *
     * @return false when that took longer than the patience
     */
    boolean await(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            if (settled()) {
                context.removeServiceListener(changes);
                return true;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return false;
    }

    /** The services without which nothing is served and that are not there. */
    List<String> missing() {
        return NEEDED.stream()
                .filter(name -> find("(objectClass=" + name + ")").isEmpty())
                .toList();
    }

    /** {@code ready: sku mqtt, host on /dev/ttyS0, …}. */
    String text(String sku) {
        List<String> parts = new ArrayList<>(List.of("sku " + sku));
        parts.addAll(served());
        return "ready: " + String.join(", ", parts);
    }

    private boolean settled() {
        return missing().isEmpty()
                && find("(" + STARTING + "=*)").isEmpty()
                && System.nanoTime() - lastChange.get()
                        > (silent() ? GRACE.toNanos() : SETTLED.toNanos());
    }

    /** True while a bundle that has something to serve has not said what. */
    private boolean silent() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                .filter(bundle -> bundle.getHeaders("").get(WILL_SERVE) != null)
                .anyMatch(bundle -> !speaks(bundle));
    }

    private static boolean speaks(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        return services != null
                && Arrays.stream(services)
                        .anyMatch(
                                service ->
                                        service.getProperty(SERVES) != null
                                                || service.getProperty(STARTING) != null);
    }

    private TreeSet<String> served() {
        TreeSet<String> served = new TreeSet<>();
        for (ServiceReference<?> reference : find("(" + SERVES + "=*)")) {
            Object value = reference.getProperty(SERVES);
            List<?> texts = value instanceof Object[] many ? Arrays.asList(many) : List.of(value);
            texts.stream()
                    .map(String::valueOf)
                    .filter(text -> !text.isEmpty())
                    .forEach(served::add);
        }
        return served;
    }

    /** All that match, whichever class loader their types come from: only names matter here. */
    private List<ServiceReference<?>> find(String filter) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(null, filter);
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // the filters are made of constants
        }
    }
}
