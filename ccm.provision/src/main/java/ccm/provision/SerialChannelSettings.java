package ccm.provision;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings {@code provision.serial.*}. */
@ObjectClassDefinition(
        pid = "ccm.provision.serial",
        name = "CCM provisioning, host",
        description =
                "What the host on its serial line may do to bring this gateway into a network.")
@interface SerialChannelSettings {
    @AttributeDefinition(name = "Enabled", description = "Let the host set up networks.")
    boolean enable() default true;

    @AttributeDefinition(
            name = "States",
            description =
                    "In which states it is open, with commas: 0 not provisioned, 1 network"
                            + " configured, 2 network connected, 3 cloud connected.")
    String states() default "0,1,2,3";

    @AttributeDefinition(
            name = "Settings",
            description =
                    "Which settings it may change and see, as in conf_acl; conf_acl holds as well.")
    String acl() default "wifi.*";
}
