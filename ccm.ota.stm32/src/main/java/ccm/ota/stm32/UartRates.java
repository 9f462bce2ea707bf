package ccm.ota.stm32;

import ccm.ota.stm32.Stm32Settings.Rates;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** At which rates the loader is spoken to. */
@Component(
        service = UartRates.class,
        configurationPid = "ccm.host.ota.stm32.uart",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = UartRates.Config.class)
public final class UartRates {
    private final Rates rates;

    /** The settings of {@code host.ota.stm32.uart}. */
    @ObjectClassDefinition(
            name = "CCM host update, STM32 line",
            description = "How the serial line is used while an STM32 host is updated.")
    @interface Config {
        @AttributeDefinition(
                name = "Baud rate",
                description =
                        "Bits per second; the loader measures it, always with 8 data bits, even"
                                + " parity, 1 stop bit.",
                min = "1200",
                max = "1000000")
        int baud__rate() default 115200;

        @AttributeDefinition(
                name = "Highest baud rate",
                description =
                        "When higher than baud_rate, tried first and kept if the loader understands"
                                + " it; needs rst_pin. 0: not tried.",
                min = "0",
                max = "4000000")
        int max__baud__rate() default 0;

        @AttributeDefinition(
                name = "RX pin",
                description = "Kept for documents of the original; the host's port decides here.",
                min = "-1")
        int rx__pin() default -1;

        @AttributeDefinition(
                name = "TX pin",
                description = "Kept for documents of the original; the host's port decides here.",
                min = "-1")
        int tx__pin() default -1;
    }

    @Activate
    public UartRates(Config config) {
        this.rates = new Rates(config.baud__rate(), config.max__baud__rate());
    }

    Rates rates() {
        return rates;
    }
}
