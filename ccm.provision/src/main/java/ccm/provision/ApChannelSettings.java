package ccm.provision;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings {@code provision.ap.*}. */
@ObjectClassDefinition(
        pid = "ccm.provision.ap",
        name = "CCM provisioning, access point",
        description = "What people may do who joined this gateway's own WiFi network.")
@interface ApChannelSettings {
    @AttributeDefinition(
            name = "Enabled",
            description = "Let people in there; wifi.ap.enable counts as well.")
    boolean enable() default true;

    @AttributeDefinition(
            name = "States",
            description =
                    "In which states it is open, with commas: 0 not provisioned, 1 network"
                            + " configured, 2 network connected, 3 cloud connected.")
    String states() default "0,1";

    @AttributeDefinition(
            name = "Settings",
            description =
                    "Which settings it may change and see, as in conf_acl; conf_acl holds as well.")
    String acl() default "wifi.*";

    @AttributeDefinition(
            name = "Methods",
            description = "Which methods it may call, with commas; * stands for any characters.")
    String methods() default ChannelSettings.METHODS;
}
