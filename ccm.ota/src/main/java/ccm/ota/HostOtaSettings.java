package ccm.ota;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings {@code host.ota.*}. */
@Component(
        service = HostOtaSettings.class,
        configurationPid = "ccm.host.ota",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = HostOtaSettings.Config.class)
public final class HostOtaSettings {
    /** Names and defaults of the original, and the window at the end, which is ours. */
    @ObjectClassDefinition(
            name = "CCM host update",
            description = "Whether and how the firmware of the host is updated.")
    public @interface Config {
        @AttributeDefinition(
                name = "Enabled",
                description = "Let the host's firmware be updated over the air.")
        boolean enable() default true;

        @AttributeDefinition(
                name = "Chip type",
                description = "Type of firmware parts that name none.")
        String chip__type() default "STM32";

        @AttributeDefinition(
                name = "Confirmation",
                description =
                        "Seconds within which new firmware has to answer before the old one is put"
                                + " back; 0 takes it without an answer.",
                min = "0",
                max = "86400")
        int confirm__s() default 30;
    }

    private final Config config;

    @Activate
    public HostOtaSettings(Config config) {
        this.config = config;
    }

    boolean enabled() {
        return config.enable();
    }

    String chipType() {
        return config.chip__type();
    }

    int confirmSeconds() {
        return config.confirm__s();
    }
}
