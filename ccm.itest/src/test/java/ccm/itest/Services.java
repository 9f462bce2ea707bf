package ccm.itest;

import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** Waits for services, and says who lacks what when one does not come. */
final class Services {
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(20);

    private Services() {}

    /** The service of this type, as soon as it is there. */
    static <T> T expected(BundleContext framework, Class<T> type) throws InterruptedException {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(framework, type, null);
        tracker.open();
        try {
            T service = tracker.waitForService(PATIENCE_MILLIS);
            if (service == null) {
                throw new AssertionError(
                        type.getName() + ": nobody publishes it. " + why(framework));
            }
            return service;
        } finally {
            tracker.close();
        }
    }

    private static String why(BundleContext framework) {
        return "Bundles that are down: "
                + Bundles.inactive(framework)
                + ". Components that wait: "
                + Components.waiting(framework);
    }
}
