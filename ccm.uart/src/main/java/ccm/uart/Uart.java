package ccm.uart;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import ccm.api.link.FrameLink;
import ccm.api.link.FrameListener;
import ccm.api.link.RawLender;
import ccm.uart.UartSettings.Flow;
import ccm.uart.UartSettings.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
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
import org.osgi.service.metatype.annotations.Option;

/**
 * Makes the link that the settings describe and publishes it. It registers the link itself, because
 * what the link serves depends on the port.
 */
@Component(
        service = {},
        configurationPid = "ccm.host.rpc.uart",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Uart.Config.class)
public final class Uart {
    private static final String DATA = "${data}/";
    private static final Path SYSFS = Path.of("/sys");
    private static final String SERVES = "ccm.serves"; // shown when the product is ready

    /** The settings of {@code host.rpc.uart}. */
    @ObjectClassDefinition(name = "CCM host UART", description = "The serial line to the host.")
    @interface Config {
        @AttributeDefinition(
                name = "Port",
                description =
                        "Device path, best a stable one as /dev/serial/by-id/…. ${data}/ at its"
                                + " start is the data folder. Empty: no host link.")
        String port() default "";

        @AttributeDefinition(
                name = "Baud rate",
                description = "Bits per second; always 8 data bits, no parity, 1 stop bit.",
                min = "50",
                max = "4000000")
        int baud__rate() default 115200;

        @AttributeDefinition(
                name = "Flow control",
                description = "Who may stop the flow of bytes.",
                min = "0",
                max = "2",
                options = {
                    @Option(label = "none", value = "0"),
                    @Option(label = "CTS/RTS", value = "1"),
                    @Option(label = "XON/XOFF", value = "2")
                })
        int fc__type() default 0;

        @AttributeDefinition(
                name = "RX pin",
                description = "Kept for documents of the original; the port decides here.",
                min = "-1")
        int rx__pin() default -1;

        @AttributeDefinition(
                name = "TX pin",
                description = "Kept for documents of the original; the port decides here.",
                min = "-1")
        int tx__pin() default -1;

        @AttributeDefinition(
                name = "CTS pin",
                description = "Kept for documents of the original; the port decides here.",
                min = "-1")
        int cts__pin() default -1;

        @AttributeDefinition(
                name = "RTS pin",
                description = "Kept for documents of the original; the port decides here.",
                min = "-1")
        int rts__pin() default -1;

        @AttributeDefinition(
                name = "Frame limit",
                description =
                        "Bytes of the longest frame taken from the host; a longer line is skipped.",
                min = "256",
                max = "1048576")
        int frame__limit() default 65536;

        @AttributeDefinition(
                name = "Write timeout",
                description =
                        "Milliseconds that the host may take nothing before frames for it are"
                                + " refused.",
                min = "100",
                max = "60000")
        int write__timeout__ms() default 5000;
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    private volatile FrameListener listener; // null only while ccm.core is being swapped

    private final BundleContext context;
    private final UartLink link;
    private final HostPort hostPort;
    private final String port;
    private ServiceRegistration<FrameLink> registration; // these: touched by our life alone
    private ServiceRegistration<RawLender> lender;

    @Activate
    public Uart(BundleContext context, @Reference HostPort hostPort, Config config)
            throws IOException {
        this.context = context;
        this.hostPort = hostPort;
        UartSettings settings = settings(config, context.getProperty("ccm.data"));
        this.port = settings.port();
        this.link =
                new UartLink(
                        settings, () -> Optional.ofNullable(listener), hostPort.levels(), SYSFS);
    }

    @Activate
    void open() {
        Dictionary<String, Object> properties = new Hashtable<>();
        if (!port.isEmpty()) {
            properties.put(SERVES, "host on " + port);
        }
        hostPort.is(port);
        registration = context.registerService(FrameLink.class, link, properties);
        lender = context.registerService(RawLender.class, link.lender(), new Hashtable<>());
        link.open();
    }

    @Deactivate
    void close() {
        link.close();
        lender.unregister();
        registration.unregister();
        hostPort.is("");
    }

    static UartSettings settings(Config config, String dataFolder) throws IOException {
        Path data = dataFolder == null ? Files.createTempDirectory("ccm-") : Path.of(dataFolder);
        String port = config.port().strip();
        return new UartSettings(
                Use.HOST,
                path(port, data),
                config.baud__rate(),
                Flow.values()[config.fc__type()],
                config.frame__limit(),
                Duration.ofMillis(config.write__timeout__ms()),
                data);
    }

    static String path(String port, Path data) {
        return port.startsWith(DATA)
                ? data.resolve(port.substring(DATA.length())).toString()
                : port;
    }
}
