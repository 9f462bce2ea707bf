package ccm.local;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import ccm.api.link.FrameListener;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Serves programs on this machine: {@code ccm call} and whoever speaks JSON-RPC. */
@Component(
        service = {},
        immediate = true,
        configurationPid = "ccm.local",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = LocalSocket.Config.class)
public final class LocalSocket {
    /** Its settings. */
    @ObjectClassDefinition(
            name = "CCM local socket",
            description = "JSON-RPC for programs on this machine, over a Unix-domain socket.")
    @interface Config {
        @AttributeDefinition(name = "Enabled", description = "Serve programs on this machine.")
        boolean enable() default true;

        @AttributeDefinition(
                name = "Path",
                description = "Where the socket is. Empty means ccm.sock in the data folder.")
        String path() default "";

        @AttributeDefinition(
                name = "Connections",
                description = "How many clients are served at a time.",
                min = "1",
                max = "1000")
        int connections() default 16;

        @AttributeDefinition(
                name = "Frame limit",
                description = "Bytes of the longest frame that is taken from a client.",
                min = "1024",
                max = "16777216")
        int frame__limit() default 1_048_576;
    }

    /** Service property: what is served, for people. */
    private static final String SERVES = "ccm.serves";

    private final BundleContext context;
    private final Config config;
    private final Acceptor acceptor;
    private volatile FrameListener listener; // null only while ccm.core is being swapped

    @Activate
    public LocalSocket(BundleContext context, Config config) {
        this.context = context;
        this.config = config;
        this.acceptor =
                new Acceptor(
                        new SocketFile(path(context, config)),
                        config.connections(),
                        config.frame__limit(),
                        () -> Optional.ofNullable(listener),
                        this::announce);
    }

    @Activate
    void open() {
        if (config.enable()) {
            acceptor.open(); // starts the thread ccm-local-accept
        }
    }

    @Deactivate
    void close() {
        acceptor.close(); // ends that thread and those of the connections
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setListener(FrameListener listener) {
        this.listener = listener;
        acceptor.wakeLinks();
    }

    void unsetListener(FrameListener listener) {
        if (this.listener == listener) { // a greedy reference sets the new one first
            this.listener = null;
        }
    }

    /** Makes the socket known to whoever lists what is served; returns how to take that back. */
    private Runnable announce(Path path) {
        ServiceRegistration<LocalSocket> known =
                context.registerService(
                        LocalSocket.class, this, new Hashtable<>(Map.of(SERVES, "socket " + path)));
        return known::unregister;
    }

    private static Path path(BundleContext context, Config config) {
        return config.path().isEmpty()
                ? Path.of(context.getProperty("ccm.data"), "ccm.sock")
                : Path.of(config.path()).toAbsolutePath();
    }
}
