package ccm.api.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Whether settings go together that are right each by itself: an address and its mask, for example.
 * Publish it as a service with the property {@link #SECTION}. Asked before anything of that section
 * is saved, not when it is only set: a caller who sets one value after the other passes through
 * what does not go together.
 */
@ConsumerType
public interface ConfigCheck {
    /** The service property that names the part of the tree it looks at, {@code wifi} for one. */
    String SECTION = "ccm.config.section";

    /**
     * Looks at a section as it would be. Called while the tree is locked: look at the values, wait
     * for nothing and call nobody.
     *
     * @param section complete, secrets in clear
     * @return what is wrong, in words for people, without secrets; empty when all is well
     */
    List<String> check(ObjectNode section);
}
