package ccm.core.host;

import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The settings {@code host.rpc.*}: how the host's frames are read and written. */
@Component(
        service = HostSettings.class,
        configurationPid = "ccm.host.rpc",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = HostSettings.Config.class)
public final class HostSettings {
    /** Names and defaults of the original, and ours where it had none. */
    @ObjectClassDefinition(
            name = "CCM host frames",
            description = "How frames of the host are read, answered and sent.")
    public @interface Config {
        @AttributeDefinition(
                name = "Enabled",
                description = "Take frames of the host and send it some.")
        boolean enable() default true;

        @AttributeDefinition(
                name = "Interface",
                description = "The kind of channel that the host sits on.",
                options = @Option(label = "Serial line", value = "UART"))
        String intf__type() default "UART";

        @AttributeDefinition(
                name = "Largest frame to the host",
                description =
                        "Bytes of the largest frame that the host takes, without its line end; 0"
                                + " for no limit. Hosts with mjson of 2018 to 2020 take 255.",
                min = "0",
                max = "65536")
        int max__frame__out() default 255;

        @AttributeDefinition(
                name = "Strict",
                description =
                        "Refuse frames that lack nothing but their last brackets. Shipped host"
                                + " firmware sends such.")
        boolean strict() default false;

        @AttributeDefinition(
                name = "Repeat window",
                description =
                        "Seconds for which a repeated request with the same idem key gets the"
                                + " first answer again and has no second effect; 0 turns it off."
                                + " Refusals that may pass (-32000, -32601, -32603) are not kept:"
                                + " the repeated request is tried anew.",
                min = "0",
                max = "86400")
        int idem__window__s() default 600;

        @AttributeDefinition(
                name = "Gap between frames",
                description =
                        "Milliseconds from one frame to the host to the next, with one call at a"
                                + " time; 0 for none. Hosts with mjson since 2021 that read with a"
                                + " timeout of 1 s need 1100.",
                min = "0",
                max = "60000")
        int frame__gap__ms() default 0;
    }

    private final Config config;

    @Activate
    public HostSettings(Config config) {
        this.config = config;
    }

    boolean enabled() {
        return config.enable();
    }

    boolean isHost(String channel) {
        return config.intf__type().equalsIgnoreCase(channel);
    }

    int maxFrameOut() {
        return config.max__frame__out();
    }

    boolean strict() {
        return config.strict();
    }

    /** How long the answer of a request with a key is kept; nothing for not at all. */
    public Duration idemWindow() {
        return Duration.ofSeconds(config.idem__window__s());
    }

    Duration frameGap() {
        return Duration.ofMillis(config.frame__gap__ms());
    }
}
