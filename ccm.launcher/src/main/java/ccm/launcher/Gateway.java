package ccm.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;

/** One run of the framework, from the first bundle to the last. */
final class Gateway {
    private final SkuFolder sku;
    private final Framework framework;

    Gateway(RunOptions options, SkuFolder sku, BundleCache cache) throws LaunchException {
        this.sku = sku;
        this.framework = new FrameworkFactory().newFramework(properties(options, sku, cache));
    }

    /**
     * Starts every bundle of the folder, whatever the last run left behind: one that was lost with
     * the cache is installed again, one that was stopped by hand is started.
     *
     * @return what could not be started, for people; empty when all is well
     */
    List<String> start() throws LaunchException {
        try {
            framework.init();
            List<String> failures = new ArrayList<>();
            List<Bundle> bundles = install(failures);
            framework.start();
            ServiceRegistration<Gateway> starting =
                    context()
                            .registerService(
                                    Gateway.class,
                                    this,
                                    new Hashtable<>(Map.of(ReadyLine.STARTING, "bundles")));
            bundles.forEach(bundle -> start(bundle, failures));
            starting.unregister();
            return failures;
        } catch (BundleException | IllegalStateException e) {
            throw new LaunchException(sku.folder() + ": cannot start (" + e.getMessage() + ")", e);
        }
    }

    BundleContext context() {
        BundleContext context = framework.getBundleContext();
        if (context == null) {
            throw new IllegalStateException("the framework has stopped");
        }
        return context;
    }

    /** Waits until something stops the framework: a signal, a bundle or a person at the console. */
    void awaitStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    /**
     * Stops every bundle.
     *
     * @return false when some did not stop in time
     */
    boolean stop(Duration patience) throws InterruptedException {
        try {
            framework.stop();
            return framework.waitForStop(patience.toMillis()).getType()
                    != FrameworkEvent.WAIT_TIMEDOUT;
        } catch (BundleException e) {
            return false;
        }
    }

    private List<Bundle> install(List<String> failures) {
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : sku.jars()) {
            try {
                // a reference is read where it is instead of being copied
                bundles.add(context().installBundle("reference:" + jar.toUri()));
            } catch (BundleException e) {
                failures.add(jar + ": not a bundle that can be installed (" + e.getMessage() + ")");
            }
        }
        return bundles;
    }

    private static void start(Bundle bundle, List<String> failures) {
        try {
            if (!isFragment(bundle)) {
                bundle.start(Bundle.START_TRANSIENT); // each start is told anew what to start
            }
        } catch (BundleException e) {
            failures.add(bundle.getSymbolicName() + ": does not start (" + e.getMessage() + ")");
        }
    }

    private static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
    }

    private static Map<String, String> properties(
            RunOptions options, SkuFolder sku, BundleCache cache) throws LaunchException {
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, cache.folder().toString());
        properties.put("felix.cache.locking", "false"); // the data folder is locked already
        properties.put("felix.log.level", "1");
        properties.put("felix.shutdown.hook", "false"); // StopSignal does that
        properties.put("felix.service.urlhandlers", "false"); // no bundle brings a protocol
        properties.put("felix.cm.pm", "memory"); // settings are kept by the configuration tree
        properties.put("ds.loglevel", "error");
        properties.put("ccm.version", version());
        properties.put("ccm.sku", options.sku());
        properties.put("ccm.data", options.data().toString());
        properties.put("ccm.config.set", options.settings().json());
        options.config()
                .or(() -> sku.firstConfiguration(options.sku()))
                .ifPresent(file -> properties.put("ccm.config.sku", file.toString()));
        properties.putAll(sku.properties(options.sku()));
        return properties;
    }

    private static String version() {
        String version = Gateway.class.getPackage().getImplementationVersion();
        return version == null ? "0.0.0" : version;
    }
}
