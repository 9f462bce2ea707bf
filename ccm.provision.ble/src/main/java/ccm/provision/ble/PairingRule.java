package ccm.provision.ble;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Whether {@code provision.ble.pairing} asks for paired devices; the engine describes it. */
@Component(service = PairingRule.class, configurationPid = "ccm.provision.ble")
public final class PairingRule {
    /** What is read of {@code provision.ble}. */
    @interface Config {
        boolean pairing() default true;
    }

    private final boolean required;

    @Activate
    public PairingRule(Config config) {
        this.required = config.pairing();
    }

    /** The level that counts, see {@code bt.gatts.min_sec_level}. */
    int level(int asked) {
        return required ? Math.max(1, asked) : asked;
    }
}
