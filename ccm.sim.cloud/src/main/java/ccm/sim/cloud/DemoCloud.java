package ccm.sim.cloud;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigTree;
import ccm.sim.cloud.server.Emulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.server.Emulators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The emulated cloud of the demo: makes the gateway its device, and tells the demo where its
 * control interface is by a service with the properties {@code ccm.sim} and {@code url}.
 */
final class DemoCloud implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoCloud.class);

    private final Emulator emulator;
    private final ServiceRegistration<?> told;

    DemoCloud(String name, BundleContext framework, ConfigTree tree)
            throws IOException, ConfigException {
        Path folder = Path.of(framework.getProperty("ccm.data"), "cloud", name);
        emulator = Emulators.start(name, EmulatorOptions.in(folder.toAbsolutePath()));
        LOG.info("emulated cloud {}: {}", name, emulator.about());
        tree.set(change(emulator.settings(), tree.masked()));
        Supplier<String> control = () -> Emulators.control(emulator);
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("ccm.sim", "cloud.control");
        properties.put("url", control.get());
        told = framework.registerService(Supplier.class, control, properties);
    }

    @Override
    public void close() {
        told.unregister();
        emulator.close();
    }

    /** Settings as a tree, each value of the type that it has now. */
    static ObjectNode change(Map<String, String> settings, JsonNode now) {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        settings.forEach((path, value) -> put(change, path.split("\\."), value, now));
        return change;
    }

    private static void put(ObjectNode change, String[] path, String value, JsonNode now) {
        ObjectNode folder = change;
        JsonNode present = now;
        for (int i = 0; i < path.length - 1; i++) {
            folder = folder.withObject("/" + path[i]);
            present = present.path(path[i]);
        }
        String last = path[path.length - 1];
        present = present.path(last);
        if (present.isBoolean()) {
            folder.put(last, Boolean.parseBoolean(value));
        } else if (present.isIntegralNumber()) {
            folder.put(last, Long.parseLong(value));
        } else if (present.isNumber()) {
            folder.put(last, Double.parseDouble(value));
        } else {
            folder.put(last, value);
        }
    }
}
