package ccm.provision.ap;

import ccm.api.device.Device;
import ccm.api.wifi.WifiAccessPoint;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The settings {@code wifi.ap.*} as far as this bundle needs them. Their help is elsewhere. */
@Component(
        service = NetworkSettings.class,
        configurationPid = "ccm.wifi.ap",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class NetworkSettings {
    /** Names and defaults of Mongoose OS. */
    @interface Config {
        boolean enable() default true;

        String ssid() default "CCM-??????";

        String _pass() default "";

        boolean hidden() default false;

        int channel() default 6;

        String ip() default "192.168.4.1";

        String netmask() default "255.255.255.0";

        String hostname() default "";
    }

    private final Device device;
    private final Config config;

    @Activate
    public NetworkSettings(@Reference Device device, Config config) {
        this.device = device;
        this.config = config;
    }

    boolean enabled() {
        return config.enable();
    }

    Subnet subnet() {
        return new Subnet(config.ip(), config.netmask());
    }

    /** What the radio is asked for. */
    WifiAccessPoint network() {
        return new WifiAccessPoint(
                device.expand(config.ssid()),
                config._pass(),
                config.hidden(),
                config.channel(),
                config.ip().strip(),
                subnet().prefix(),
                device.expand(config.hostname()).strip());
    }
}
