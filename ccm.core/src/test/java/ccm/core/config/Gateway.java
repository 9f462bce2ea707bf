package ccm.core.config;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.cm.ConfigurationAdmin;

/** A real framework with the real ConfigAdmin and SCR, and the tree beside them. */
final class Gateway {
    private static final String COMPONENT =
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="probe"
                immediate="true" configuration-policy="require" configuration-pid="ccm.mqtt"
                activate="activate">
              <implementation class="ccm.core.config.probe.Probe"/>
            </scr:component>
            """;
    private static final String PROBE_CLASS = "ccm/core/config/probe/Probe.class";

    private final Framework framework;
    private final Checks checks = new Checks();
    private LayeredTree tree;

    Gateway(Path data, Map<String, String> properties) throws Exception {
        Map<String, String> all = new HashMap<>(properties);
        all.put(Constants.FRAMEWORK_STORAGE, data.resolve("cache").toString());
        all.put(
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                "ccm.core.config,org.osgi.service.cm;version=1.6.0,"
                        + "org.osgi.service.log;version=1.4.0,org.osgi.util.tracker;version=1.5.3,"
                        + "org.osgi.service.metatype;version=1.4.0");
        all.put("felix.log.level", "1");
        all.putIfAbsent("felix.cm.pm", "memory");
        all.put("ccm.data", data.toString());
        framework = ServiceLoader.load(FrameworkFactory.class).iterator().next().newFramework(all);
        framework.start();
        for (String name :
                new String[] {
                    "org.osgi.util.function",
                    "org.osgi.util.promise",
                    "org.osgi.service.component-",
                    "org.apache.felix.configadmin",
                    "org.apache.felix.metatype",
                    "org.apache.felix.scr"
                }) {
            context().installBundle(jar(name)).start();
        }
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    ConfigurationAdmin admin() {
        return context().getService(context().getServiceReference(ConfigurationAdmin.class));
    }

    /** Who is asked before something is saved. */
    Checks checks() {
        return checks;
    }

    /** The tree, begun if it is not there. */
    LayeredTree tree() {
        if (tree == null) {
            tree = new LayeredTree(context(), admin(), checks, new Contacts());
            tree.open();
        }
        return tree;
    }

    /** What happens to the tree when its bundle is swapped. */
    LayeredTree swapTree() throws InterruptedException {
        stopTree();
        return tree();
    }

    void stopTree() throws InterruptedException {
        if (tree != null) {
            tree.close();
            tree = null;
        }
    }

    /** A bundle with the component {@code Probe} on PID {@code ccm.mqtt}. */
    Bundle installProbe() throws BundleException, IOException {
        return context().installBundle("probe", probe(Sample.BROKER));
    }

    /** The jar of such a bundle. */
    static InputStream probe(String metatype) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, "probe");
        headers.putValue(Constants.IMPORT_PACKAGE, "ccm.core.config");
        headers.putValue("Service-Component", "OSGI-INF/probe.xml");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
                InputStream code =
                        Gateway.class.getClassLoader().getResourceAsStream(PROBE_CLASS)) {
            add(jar, "OSGI-INF/metatype/probe.xml", metatype.getBytes(StandardCharsets.UTF_8));
            add(jar, "OSGI-INF/probe.xml", COMPONENT.getBytes(StandardCharsets.UTF_8));
            add(jar, PROBE_CLASS, code.readAllBytes());
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    void close() throws Exception {
        stopTree();
        framework.stop();
        framework.waitForStop(10_000);
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(content);
        jar.closeEntry();
    }

    private static String jar(String name) {
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (new File(path).getName().startsWith(name)) {
                return new File(path).toURI().toString();
            }
        }
        throw new IllegalStateException(name + ": not on the class path of this test");
    }
}
