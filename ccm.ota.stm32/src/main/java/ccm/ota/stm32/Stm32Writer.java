package ccm.ota.stm32;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import ccm.api.board.Pins;
import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareProgress;
import ccm.api.firmware.FirmwareTarget;
import ccm.api.firmware.FirmwareWriter;
import ccm.api.link.RawLender;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Writes STM32 hosts, by the loader in their ROM. */
@Component(
        service = FirmwareWriter.class,
        property = FirmwareWriter.TYPE + "=STM32",
        configurationPid = "ccm.host.ota.stm32",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Stm32Writer.Config.class)
public final class Stm32Writer implements FirmwareWriter {
    private static final String KEY = "host.ota.stm32.";
    private static final Duration LINE_WAIT = Duration.ofSeconds(10);

    /** The settings of {@code host.ota.stm32}. */
    @ObjectClassDefinition(
            name = "CCM host update, STM32",
            description = "How an STM32 host is wired for updates, and what they may do.")
    @interface Config {
        @AttributeDefinition(
                name = "BOOT0 pin",
                description =
                        "Which line drives the host's BOOT0: rts or dtr of the serial adapter,"
                                + " gpiochip0/17, a line's name as GPIO17, or a bare number for"
                                + " that line of the first GPIO chip. self: the host enters its"
                                + " loader itself when it is asked. Empty or -1: not wired.")
        String boot0__pin() default "";

        @AttributeDefinition(
                name = "BOOT0 inverted",
                description =
                        "True when something between that line and BOOT0, as a transistor, inverts"
                                + " it.")
        boolean boot0__inverted() default false;

        @AttributeDefinition(
                name = "NRST pin",
                description =
                        "Which line drives the host's NRST, as boot0_pin. Empty or -1: not wired;"
                                + " then the application is started by the loader.")
        String rst__pin() default "";

        @AttributeDefinition(
                name = "NRST inverted",
                description =
                        "True when something between that line and NRST, as a transistor, inverts"
                                + " it; otherwise a GPIO line drives it open-drain.")
        boolean rst__inverted() default false;

        @AttributeDefinition(
                name = "Interface",
                description = "How the loader is spoken to; UART is the only one.",
                options = @Option(label = "UART", value = "UART"))
        String intf__type() default "UART";

        @AttributeDefinition(
                name = "Reset pulse",
                description = "Milliseconds that NRST is held low.",
                min = "1",
                max = "5000")
        int reset__ms() default 20;

        @AttributeDefinition(
                name = "Boot delay",
                description = "Milliseconds that the loader takes to listen after a reset.",
                min = "1",
                max = "10000")
        int boot__delay__ms() default 150;

        @AttributeDefinition(
                name = "Allow mass erase",
                description =
                        "True allows to erase all of the host's flash: to lift read-out"
                                + " protection, where what the host runs cannot be kept, and where"
                                + " it is quicker, though data beside the image is lost.")
        boolean allow__mass__erase() default false;
    }

    private volatile RawLender lender; // null while nothing has a line to the host

    private final Map<Pins, String> pins = new ConcurrentHashMap<>();
    private final Stm32Settings settings;

    @Activate
    public Stm32Writer(@Reference UartRates rates, Config config) {
        this.settings =
                new Stm32Settings(
                        PinSetting.of(
                                KEY + "boot0_pin", config.boot0__pin(), config.boot0__inverted()),
                        PinSetting.of(KEY + "rst_pin", config.rst__pin(), config.rst__inverted()),
                        Duration.ofMillis(config.reset__ms()),
                        Duration.ofMillis(config.boot__delay__ms()),
                        config.allow__mass__erase(),
                        rates.rates(),
                        LINE_WAIT);
    }

    /** A host whose BOOT0 or NRST hangs on the line's outputs runs from its opening on. */
    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setLender(RawLender found) {
        settings.boot0().rest(found, false);
        settings.reset().rest(found, true);
        lender = found;
    }

    void unsetLender(RawLender gone) {
        if (lender == gone) {
            lender = null;
        }
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void addPins(Pins some, Map<String, Object> properties) {
        pins.put(some, String.valueOf(properties.get(Pins.SCHEME)));
    }

    void removePins(Pins some) {
        pins.remove(some);
    }

    @Override
    public void check(FirmwareImage image) throws FirmwareException {
        opener().check(image);
    }

    @Override
    public FirmwareTarget open(FirmwareProgress progress) throws FirmwareException {
        return opener().open(progress);
    }

    private Opener opener() {
        return new Opener(settings, Optional.ofNullable(lender), this::withScheme, Pause.REAL);
    }

    private Optional<Pins> withScheme(String scheme) {
        return pins.entrySet().stream()
                .filter(entry -> entry.getValue().equals(scheme))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
