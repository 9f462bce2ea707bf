package ccm.itest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * A product in a framework of this process, so that a test can reach into it and yet stand outside.
 */
final class InProcessGateway implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final long REFRESH_SECONDS = 20;

    private final Framework framework;

    InProcessGateway(String sku, Path folder, String settings) throws BundleException {
        this(sku, folder, Sku.properties(sku, settings));
    }

    /** One whose framework is told of a bus of D-Bus. */
    static InProcessGateway withBus(String sku, Path folder, String settings, String address)
            throws BundleException {
        return told(sku, folder, settings, Map.of("ccm.dbus", address));
    }

    /** One whose framework is told more than usual. */
    static InProcessGateway told(String sku, Path folder, String settings, Map<String, String> more)
            throws BundleException {
        Map<String, String> properties = new HashMap<>(Sku.properties(sku, settings));
        properties.putAll(more);
        return new InProcessGateway(sku, folder, properties);
    }

    /** One that finds what an earlier one left in its data folder. */
    static InProcessGateway on(String sku, Path data) throws BundleException {
        Map<String, String> properties = new HashMap<>(Sku.properties(sku, "{}"));
        properties.put("ccm.data", data.toString());
        return new InProcessGateway(sku, data, properties);
    }

    private InProcessGateway(String sku, Path folder, Map<String, String> told)
            throws BundleException {
        Map<String, String> properties = new HashMap<>(told);
        properties.put(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, "onFirstInit");
        properties.put("felix.shutdown.hook", "false");
        properties.put("felix.service.urlhandlers", "false"); // they would outlive this framework
        properties.put("felix.log.level", "1");
        framework = new FrameworkFactory().newFramework(properties);
        framework.init();
        for (Path jar : Sku.jars(sku)) {
            context().installBundle("reference:" + jar.toUri());
        }
        framework.start();
        for (Bundle bundle : List.of(context().getBundles())) {
            if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Its local socket. */
    LocalClient local() {
        return new LocalClient(Path.of(context().getProperty("ccm.data"), "ccm.sock"));
    }

    /** The class loader that a bundle has now. */
    ClassLoader loader(String name) {
        return Bundles.named(context(), name).adapt(BundleWiring.class).getClassLoader();
    }

    /**
     * Stops a bundle, replaces it by a fresh copy with a class loader of its own, and starts that.
     */
    void swap(String name, Path jar) throws BundleException, IOException, InterruptedException {
        Bundle bundle = Bundles.named(context(), name);
        bundle.stop();
        try (InputStream fresh = Files.newInputStream(jar)) {
            bundle.update(fresh);
        }
        CountDownLatch refreshed = new CountDownLatch(1);
        framework
                .adapt(FrameworkWiring.class)
                .refreshBundles(
                        List.of(bundle),
                        event -> {
                            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                                refreshed.countDown();
                            }
                        });
        if (!refreshed.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(name + ": not refreshed within " + REFRESH_SECONDS + " s");
        }
        bundle.start();
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
