package ccm.http;

import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings {@code rpc.ws.*}. */
@Component(
        service = WebSocketSettings.class,
        configurationPid = "ccm.rpc.ws",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = WebSocketSettings.Config.class)
public final class WebSocketSettings {
    /** The first is Mongoose OS's own, the others are ours. */
    @ObjectClassDefinition(
            name = "CCM calls over WebSocket",
            description = "WebSockets at /rpc, where the HTTP server listens.")
    @interface Config {
        @AttributeDefinition(name = "Enabled", description = "Let clients open WebSockets.")
        boolean enable() default true;

        @AttributeDefinition(
                name = "Connections",
                description = "How many WebSockets may be open at a time.",
                min = "1",
                max = "10000")
        int connections() default 1000;

        @AttributeDefinition(
                name = "Ping",
                description =
                        "Seconds of silence after which a client is asked for a sign of life. It is"
                                + " given up after three times that.",
                min = "1",
                max = "3600")
        int ping__s() default 30;
    }

    private final Config config;

    @Activate
    public WebSocketSettings(Config config) {
        this.config = config;
    }

    boolean enabled() {
        return config.enable();
    }

    int connections() {
        return config.connections();
    }

    Duration ping() {
        return Duration.ofSeconds(config.ping__s());
    }
}
