package ccm.core.config;

import java.util.List;

/** What one PID adds to the tree. */
record Section(String pid, List<Setting> settings) {
    /** The PIDs of the tree begin so; the rest of a PID is a path. */
    static final String PREFIX = "ccm.";

    Section {
        settings = List.copyOf(settings);
    }

    /** Where an attribute of a PID stands in the tree; the dot that marks a secret is left out. */
    static String path(String pid, String attribute) {
        String name = attribute.startsWith(".") ? attribute.substring(1) : attribute;
        return pid.substring(PREFIX.length()) + "." + name;
    }
}
