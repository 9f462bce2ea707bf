package ccm.cloud;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the settings of the device shadow, under the names that devices in the field have saved, so
 * that they are kept, checked and shown before the bundle of a cloud that has one is installed.
 */
@Component(
        service = {},
        configurationPid = "ccm.shadow",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ShadowSettings.Config.class)
public final class ShadowSettings {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowSettings.class);

    /** As saved by devices in the field. */
    @ObjectClassDefinition(
            name = "CCM shadow",
            description =
                    "The device shadow. These are kept for the bundle of a cloud that has one, and"
                            + " take effect when such a bundle is installed. The private MQTT"
                            + " broker has none: with it alone they change nothing.")
    @interface Config {
        @AttributeDefinition(
                name = "Enable",
                description = "Keep a device shadow in a cloud that has one.")
        boolean enable() default true;

        @AttributeDefinition(
                name = "Library",
                description =
                        "The cloud whose shadow is used: aws, azure or dash. Empty means the first"
                                + " cloud that has one.")
        String lib() default "";

        @AttributeDefinition(
                name = "Get on connect",
                description = "Ask for the shadow each time that cloud is connected.")
        boolean get__on__connect() default true;

        @AttributeDefinition(
                name = "OTA",
                description = "Let a firmware URL in the shadow start an update.")
        boolean ota__enable() default true;

        @AttributeDefinition(
                name = "Automatic commit",
                description =
                        "Keep new firmware without being told to, once the shadow was reached.")
        boolean autocommit() default false;
    }

    @Activate
    public ShadowSettings(Config config) {
        if (config.enable() && !config.lib().isEmpty()) {
            LOG.info(
                    "shadow.lib: {} is set, but no installed cloud has that shadow. Install its"
                            + " bundle, or leave the setting empty",
                    config.lib());
        }
    }
}
