package ccm.http;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import ccm.api.access.Access;
import ccm.api.firmware.FirmwareUpdater;
import ccm.api.link.FrameExchange;
import ccm.api.rpc.Rpc;
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

/** Serves the methods of this gateway over HTTP and WebSocket. */
@Component(
        service = {},
        immediate = true,
        configurationPid = "ccm.http",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = HttpListener.Config.class)
public final class HttpListener implements Engine {
    /** The first ones have the names of Mongoose OS. */
    @ObjectClassDefinition(
            name = "CCM over HTTP",
            description = "Methods for tools, scripts and pages, over HTTP and WebSocket at /rpc.")
    @interface Config {
        @AttributeDefinition(name = "Enabled", description = "Serve HTTP and WebSocket.")
        boolean enable() default true;

        @AttributeDefinition(
                name = "Address",
                description =
                        "Where to listen: PORT, :PORT or HOST:PORT, port 0 for any free one. 127.0.0.1"
                                + " is reached from this machine alone; any other waits until a user"
                                + " is defined. With https:// before it or a certificate it is"
                                + " encrypted.")
        String listen__addr() default "127.0.0.1:8081";

        @AttributeDefinition(
                name = "Certificate",
                description =
                        "PEM file in files/ with the certificate and its chain; switches https on."
                                + " Empty with https:// in the address means one that the gateway"
                                + " makes for itself.")
        String ssl__cert() default "";

        @AttributeDefinition(
                name = "Key",
                description = "PEM file in files/ with the key of the certificate.")
        String ssl__key() default "";

        @AttributeDefinition(
                name = "Clients' authority",
                description =
                        "PEM file in files/ with the authority that certificates of clients must"
                                + " come from. Empty asks clients for none.")
        String ssl__ca__cert() default "";

        @AttributeDefinition(
                name = "More header fields",
                description = "Added to every answer: Name: value, one a line.")
        String extra__headers() default "";

        @AttributeDefinition(
                name = "Pages of other sites",
                description =
                        "Origins whose pages may call, with commas between, for example"
                                + " https://app.example.com. They have to log in. * means pages of"
                                + " everybody, without logins of the browser. Empty means none.")
        String cors__origins() default "";

        @AttributeDefinition(
                name = "Connections",
                description = "How many may be open at a time, WebSockets included.",
                min = "8",
                max = "20000")
        int connections() default 1200;

        @AttributeDefinition(
                name = "Threads",
                description = "Most threads that work for all connections together.",
                min = "4",
                max = "200")
        int threads() default 8;
    }

    /** Property of {@link FrameExchange}: false when {@code rpc.http_enable} is off. */
    private static final String OFFERED = "http_enable";

    private static final String SERVES = "ccm.serves";
    private static final String STARTING = "ccm.starting"; // the ready line waits for its end
    private static final int FIRST_LIMIT = 4096;

    private final BundleContext context;
    private final Opening opening;
    private final boolean enabled;
    private Runnable awake; // set by open
    private volatile FrameExchange frames; // this and the next two: null while ccm.core is swapped
    private volatile Rpc rpc;
    private volatile Access access;
    private volatile boolean offered = true;
    private volatile FirmwareUpdater updater; // null while ccm.ota is not there
    private volatile Map<String, Object> updates = Map.of(); // its properties
    private volatile int maxFrame = FIRST_LIMIT;

    @Activate
    public HttpListener(
            @Reference WebSocketSettings webSockets, BundleContext context, Config config) {
        this.context = context;
        this.enabled = config.enable();
        this.opening =
                new Opening(
                        config,
                        Path.of(context.getProperty("ccm.data")),
                        settings -> new JettyServer(settings, webSockets, this),
                        this,
                        this::announce);
    }

    @Activate
    void open() {
        Runnable tried = enabled ? announce(STARTING, "http") : () -> {};
        awake = announce(SERVES, ""); // whoever prints what is served waits for this
        if (enabled) {
            opening.open(tried); // starts the thread ccm-http-open
        }
    }

    @Deactivate
    void close() {
        opening.close(); // ends that thread and those of the server
        awake.run();
    }

    @Override
    public Optional<FrameExchange> frames() {
        return Optional.ofNullable(frames);
    }

    @Override
    public Optional<Rpc> rpc() {
        return Optional.ofNullable(rpc);
    }

    @Override
    public Optional<Access> access() {
        return Optional.ofNullable(access);
    }

    @Override
    public boolean offersHttp() {
        return offered;
    }

    @Override
    public Optional<FirmwareUpdater> updater() {
        return Optional.ofNullable(updater);
    }

    @Override
    public boolean takesBundles() {
        return !Boolean.FALSE.equals(updates.get(FirmwareUpdater.ENABLE_POST));
    }

    @Override
    public String updateUrl() {
        return updates.get(FirmwareUpdater.URL) instanceof String url ? url.strip() : "";
    }

    @Override
    public int maxFrame() {
        FrameExchange current = frames;
        if (current != null) {
            maxFrame = current.maxFrame();
        }
        return maxFrame;
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setFrames(FrameExchange frames, Map<String, Object> properties) {
        offered = !Boolean.FALSE.equals(properties.get(OFFERED));
        this.frames = frames;
    }

    void updatedFrames(FrameExchange frames, Map<String, Object> properties) {
        offered = !Boolean.FALSE.equals(properties.get(OFFERED));
    }

    void unsetFrames(FrameExchange frames) {
        if (this.frames == frames) { // a greedy reference sets the new one first
            this.frames = null;
        }
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setRpc(Rpc rpc) {
        this.rpc = rpc;
    }

    void unsetRpc(Rpc rpc) {
        if (this.rpc == rpc) {
            this.rpc = null;
        }
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setAccess(Access access) {
        this.access = access;
    }

    void unsetAccess(Access access) {
        if (this.access == access) {
            this.access = null;
        }
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setUpdater(FirmwareUpdater updater, Map<String, Object> properties) {
        this.updates = properties;
        this.updater = updater;
    }

    void updatedUpdater(FirmwareUpdater updater, Map<String, Object> properties) {
        this.updates = properties;
    }

    void unsetUpdater(FirmwareUpdater updater) {
        if (this.updater == updater) {
            this.updater = null;
        }
    }

    private Runnable announce(String url) {
        return announce(SERVES, url);
    }

    /** Makes something known to whoever asks the registry; returns how to take that back. */
    private Runnable announce(String property, String text) {
        ServiceRegistration<HttpListener> known =
                context.registerService(
                        HttpListener.class, this, new Hashtable<>(Map.of(property, text)));
        return known::unregister;
    }
}
