package ccm.core.config;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The settings at the root of the tree. Nobody asks for this component: the tree reads the locks
 * from the layers themselves.
 */
@Component(
        service = RootSettings.class,
        configurationPid = "ccm",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RootSettings.Config.class)
public final class RootSettings {
    /** Name and default of Mongoose OS. */
    @ObjectClassDefinition(name = "CCM", description = "What vendors let users change.")
    public @interface Config {
        @AttributeDefinition(
                name = "Lock",
                description =
                        "What the layers above the one that says this may change: patterns of"
                                + " paths, separated by commas, - before one denies; the first that"
                                + " matches decides, and what none matches is locked. Locks nothing"
                                + " in the user's own layer.",
                max = "4096")
        String conf__acl() default "*";
    }
}
