package ccm.udp;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import ccm.api.access.Access;
import ccm.api.link.FrameExchange;
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

/** Listens for datagrams where the settings say. */
@Component(
        service = {},
        configurationPid = "ccm.rpc.udp",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = UdpChannel.Config.class)
public final class UdpChannel {
    private static final String SERVES = "ccm.serves"; // shown when the product is ready

    /** The settings of {@code rpc.udp}. */
    @ObjectClassDefinition(name = "CCM calls over UDP", description = "One frame a datagram.")
    @interface Config {
        @AttributeDefinition(
                name = "Address",
                description =
                        "HOST:PORT to listen on, or :PORT for all interfaces, which needs a user"
                                + " who can log in. Empty: no calls over UDP.")
        String listen__addr() default "";
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    private volatile FrameExchange exchange; // null only while ccm.core is being swapped

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    private volatile Access access; // the same

    private final BundleContext context;
    private final String setting;
    private final Datagrams datagrams;
    private Optional<ServiceRegistration<UdpChannel>> shown = Optional.empty(); // its thread's

    @Activate
    public UdpChannel(BundleContext context, Config config) {
        this.context = context;
        this.setting = config.listen__addr().strip();
        this.datagrams =
                new Datagrams(
                        setting,
                        () -> Optional.ofNullable(exchange),
                        () -> Optional.ofNullable(access),
                        this::announce);
    }

    @Activate
    void open() {
        if (!setting.isEmpty()) {
            datagrams.open();
        }
    }

    @Deactivate
    void close() {
        datagrams.close();
    }

    /** Makes what is served known to whoever lists it. */
    private void announce(Optional<String> what) {
        shown.ifPresent(ServiceRegistration::unregister);
        shown =
                what.map(
                        text ->
                                context.registerService(
                                        UdpChannel.class,
                                        this,
                                        new Hashtable<>(Map.of(SERVES, text))));
    }
}
