package ccm.itest;

import static org.junit.Assert.assertTrue;

import ccm.sim.dbus.bus.PrivateBus;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleWiring;

/** The library inside {@code ccm.dbus} finds its way to a bus among the class loaders of Felix. */
public class DbusIT {
    private static final long STOP_MILLIS = 20_000;
    private static final String BUILDER =
            "org.freedesktop.dbus.connections.impl.DBusConnectionBuilder";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private Framework framework;

    @Before
    public void start() throws Exception {
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, folder.newFolder().getPath());
        properties.put("felix.shutdown.hook", "false");
        properties.put("felix.service.urlhandlers", "false"); // they would outlive this framework
        framework = new FrameworkFactory().newFramework(properties);
        framework.init();
        BundleContext context = framework.getBundleContext();
        for (Path jar : Sku.jars("full")) {
            if (jar.getFileName().toString().matches("(ccm\\.dbus|ccm\\.log|slf4j).*")) {
                context.installBundle("reference:" + jar.toUri());
            }
        }
        framework.start();
        Bundles.named(context, "ccm.dbus").start();
    }

    @After
    public void stop() throws Exception {
        framework.stop();
        framework.waitForStop(STOP_MILLIS);
    }

    @Test
    public void reachesABus() throws Exception {
        ClassLoader loader =
                Bundles.named(framework.getBundleContext(), "ccm.dbus")
                        .adapt(BundleWiring.class)
                        .getClassLoader();
        try (PrivateBus bus = PrivateBus.start()) {
            Class<?> type = loader.loadClass(BUILDER);
            Object builder = type.getMethod("forAddress", String.class).invoke(null, bus.address());
            type.getMethod("withShared", boolean.class).invoke(builder, false);
            try (AutoCloseable connection =
                    (AutoCloseable) type.getMethod("build").invoke(builder)) {
                Object name = connection.getClass().getMethod("getUniqueName").invoke(connection);
                assertTrue(name.toString(), name.toString().startsWith(":1."));
            }
        }
    }
}
