package ccm.provision;

import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sections out of ConfigAdmin. No component of ours has them by itself: three sections have one
 * shape, a channel of somebody else brings its own, and the engine must not start anew because one
 * value changed.
 */
final class AdminSections implements Sections {
    private static final Logger LOG = LoggerFactory.getLogger(AdminSections.class);

    private final ConfigurationAdmin admin;

    AdminSections(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    @Override
    public Map<String, Object> of(String pid) {
        try {
            // getConfiguration would create it
            Configuration[] found = admin.listConfigurations("(service.pid=" + pid + ")");
            return found == null ? Map.of() : plain(found[0].getProperties());
        } catch (IOException | InvalidSyntaxException | IllegalStateException e) {
            LOG.error("{}: ConfigAdmin does not tell it: {}", pid, e.getMessage());
            return Map.of();
        }
    }

    private static Map<String, Object> plain(Dictionary<String, Object> properties) {
        Map<String, Object> plain = new HashMap<>();
        if (properties != null) {
            for (String name : Collections.list(properties.keys())) {
                plain.put(name, properties.get(name));
            }
        }
        return plain;
    }
}
