package ccm.api.config;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way in which this gateway is reached that wrong settings can cut off. Publish it as a service
 * for as long as its settings want it. After a saved change, contacts that were there before have
 * to come back, or the last good settings do. The host and the clouds are watched without this.
 *
 * <p>One that is missing altogether counts as cut off, unless the setting {@code NAME.enable} is
 * false.
 */
@ConsumerType
public interface Contact {
    /** A short name that never changes: the section of its settings, {@code wifi} for one. */
    String name();

    /**
     * False while its settings do not want it: then nobody waits for it. For one whose settings
     * have no {@code NAME.enable}.
     */
    default boolean wanted() {
        return true;
    }

    /** True when a change of the setting at this path can cut it off. */
    boolean concerns(String path);

    /** Why there is no contact, for people; empty when there is. Returns at once. */
    Optional<String> trouble();
}
