package ccm.core.access;

import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.BundleContext;

/**
 * Where things are in the data folder.
 *
 * @param config what belongs to the gateway
 * @param files what belongs to the user, and settings name
 */
record Folders(Path config, Path files) {
    static Folders of(BundleContext context) {
        String data = Optional.ofNullable(context.getProperty("ccm.data")).orElse(".");
        return new Folders(Path.of(data, "config"), Path.of(data, "files"));
    }
}
