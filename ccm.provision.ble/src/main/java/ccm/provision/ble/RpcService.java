package ccm.provision.ble;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings {@code rpc.gatts.*}, for the channel. */
@Component(service = RpcService.class, configurationPid = "ccm.rpc.gatts")
@Designate(ocd = RpcService.Config.class)
public final class RpcService {
    /** The settings of {@code rpc.gatts}, as in Mongoose OS. */
    @ObjectClassDefinition(
            name = "CCM calls over Bluetooth",
            description = "The service that takes frames; see bt and provision.ble as well.")
    @interface Config {
        @AttributeDefinition(name = "Enabled", description = "Offer it.")
        boolean enable() default true;

        @AttributeDefinition(
                name = "Protection",
                description = "As bt.gatts.min_sec_level, for this service; the higher one counts.",
                min = "0",
                max = "2")
        int sec__level() default 0;

        @AttributeDefinition(
                name = "Longest frame",
                description = "Bytes of the longest frame that is taken.",
                min = "64",
                max = "65535")
        int max__frame__size() default 4096;
    }

    private final Config config;

    @Activate
    public RpcService(Config config) {
        this.config = config;
    }

    boolean offered() {
        return config.enable();
    }

    int level() {
        return config.sec__level();
    }

    int maxFrame() {
        return config.max__frame__size();
    }
}
