package ccm.uart;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import ccm.api.link.FrameExchange;
import ccm.uart.UartSettings.Flow;
import ccm.uart.UartSettings.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.osgi.service.metatype.annotations.Option;

/** Opens the serial console that the settings describe, on a port that is not the host's. */
@Component(
        service = {},
        configurationPid = "ccm.rpc.uart",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SerialConsole.Config.class)
public final class SerialConsole {
    private static final String SERVES = "ccm.serves"; // shown when the product is ready
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(5);

    /** The settings of {@code rpc.uart}. */
    @ObjectClassDefinition(
            name = "CCM serial console",
            description = "Calls over a second serial port, with the framing of Mongoose OS.")
    @interface Config {
        @AttributeDefinition(
                name = "Port",
                description =
                        "Device path, best a stable one as /dev/serial/by-id/…. ${data}/ at its"
                                + " start is the data folder. Empty: no serial console.")
        String port() default "";

        @AttributeDefinition(
                name = "UART number",
                description = "Kept for documents of the original; the port decides here.",
                min = "0")
        int uart__no() default 0;

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
        int fc__type() default 2;

        @AttributeDefinition(
                name = "Destination",
                description = "Kept for documents of the original; this gateway calls nobody here.")
        String dst() default "";
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    private volatile FrameExchange exchange; // null only while ccm.core is being swapped

    private final BundleContext context;
    private final UartSettings settings;
    private final ConsoleLink link;
    private Optional<ServiceRegistration<SerialConsole>> shown = Optional.empty();

    @Activate
    public SerialConsole(BundleContext context, @Reference HostPort host, Config config)
            throws IOException {
        this.context = context;
        this.settings = settings(config, context.getProperty("ccm.data"));
        this.link = new ConsoleLink(settings, host, () -> Optional.ofNullable(exchange));
    }

    @Activate
    void open() {
        if (settings.hasPort()) {
            Hashtable<String, Object> properties =
                    new Hashtable<>(Map.of(SERVES, "serial console on " + settings.port()));
            shown = Optional.of(context.registerService(SerialConsole.class, this, properties));
            link.open();
        }
    }

    @Deactivate
    void close() {
        shown.ifPresent(ServiceRegistration::unregister);
        link.close();
    }

    static UartSettings settings(Config config, String dataFolder) throws IOException {
        Path data = dataFolder == null ? Files.createTempDirectory("ccm-") : Path.of(dataFolder);
        return new UartSettings(
                Use.CONSOLE,
                Uart.path(config.port().strip(), data),
                config.baud__rate(),
                Flow.values()[config.fc__type()],
                0, // the dispatcher's limit counts
                WRITE_LIMIT,
                data);
    }
}
