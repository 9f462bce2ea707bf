package ccm.console;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Tells the HTTP server where to listen. Without it the server listens nowhere: the SKU turns its
 * own defaults off.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = "ccm.console",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ConsoleListener.Config.class)
public final class ConsoleListener {
    /** Where the console listens, and with which certificate. */
    @ObjectClassDefinition(
            name = "CCM web console",
            description = "Where the web console listens. Its password is made at the first start.")
    @interface Config {
        @AttributeDefinition(name = "Enable", description = "Serve the web console.")
        boolean enable() default true;

        @AttributeDefinition(
                name = "Host",
                description = "Address to listen on. 127.0.0.1 is reached from this machine alone.")
        String host() default "127.0.0.1";

        @AttributeDefinition(
                name = "Port",
                description = "TCP port to listen on.",
                min = "1",
                max = "65535")
        int port() default 8080;

        @AttributeDefinition(
                name = "Key store",
                description =
                        "PKCS#12 file with key and certificate; when set, the console speaks https.")
        String keystore() default "";

        @AttributeDefinition(
                name = "Key store password",
                description = "Password of the key store.",
                type = AttributeType.PASSWORD)
        String _keystore__pass() default "";

        @AttributeDefinition(
                name = "Threads",
                description = "Most threads of the server.",
                min = "8",
                max = "200")
        int threads() default 10;
    }

    private static final String SERVER_PID = "org.apache.felix.http";

    private final Configuration server;
    private final Config config;
    private final BundleContext bundle;
    private ServiceRegistration<ConsoleListener> served; // null while the console is off

    @Activate
    public ConsoleListener(@Reference ConfigurationAdmin admin, BundleContext bundle, Config config)
            throws IOException {
        this.bundle = bundle;
        this.server = admin.getConfiguration(SERVER_PID, "?");
        this.config = config;
    }

    @Activate
    void open() throws IOException {
        server.updateIfDifferent(settings());
        if (config.enable()) {
            String scheme = config.keystore().isEmpty() ? "http" : "https";
            String url = scheme + "://" + config.host() + ":" + config.port() + "/system/console";
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put("ccm.serves", "web console " + url); // for the launcher's ready line
            served = bundle.registerService(ConsoleListener.class, this, properties);
        }
    }

    @Deactivate
    void close() throws IOException {
        if (served != null) {
            served.unregister();
        }
        server.updateIfDifferent(shut());
    }

    private Dictionary<String, Object> settings() {
        Dictionary<String, Object> settings = shut();
        boolean secure = !config.keystore().isEmpty();
        settings.put("org.apache.felix.http.enable", config.enable() && !secure);
        settings.put("org.apache.felix.https.enable", config.enable() && secure);
        settings.put("org.apache.felix.http.host", config.host());
        settings.put("org.osgi.service.http.port", config.port());
        settings.put("org.osgi.service.http.port.secure", config.port());
        settings.put("org.apache.felix.http.jetty.threadpool.max", config.threads());
        settings.put("org.apache.felix.http.jetty.acceptors", 1);
        settings.put("org.apache.felix.http.jetty.selectors", 1);
        settings.put("org.apache.felix.http.jetty.sendServerHeader", false);
        if (secure) {
            settings.put("org.apache.felix.https.keystore", config.keystore());
            settings.put("org.apache.felix.https.keystore.password", config._keystore__pass());
        }
        return settings;
    }

    private static Dictionary<String, Object> shut() {
        Dictionary<String, Object> settings = new Hashtable<>();
        settings.put("org.apache.felix.http.enable", false);
        settings.put("org.apache.felix.https.enable", false);
        return settings;
    }
}
