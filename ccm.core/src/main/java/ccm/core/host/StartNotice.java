package ccm.core.host;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/**
 * Whether the host knows that this gateway has started. Kept for as long as the framework runs, so
 * that a new version of this bundle does not tell it again.
 */
final class StartNotice {
    private static final String PREFIX = "ccm.host.told.";

    private final String property;

    StartNotice(BundleContext context) {
        this(context.getProperty(Constants.FRAMEWORK_UUID));
    }

    /** Makes one for the framework of that id, which is a new one at every start. */
    StartNotice(String framework) {
        this.property = PREFIX + framework;
    }

    boolean isDue() {
        return System.getProperty(property) == null;
    }

    void done() {
        System.setProperty(property, "true");
    }
}
