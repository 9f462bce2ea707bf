package ccm.core.config;

import java.util.List;

/** What one PID adds to the tree. */
record Section(String pid, List<Setting> settings) {
    /** The PIDs of the tree begin so; the rest of a PID is a path. */
    static final String PREFIX = "ccm.";

    /** The PID of the settings at the root of the tree. */
    static final String ROOT = "ccm";

    Section {
        settings = List.copyOf(settings);
    }

    /** True when the settings of a PID are part of the tree. */
    static boolean inTree(String pid) {
        return pid.startsWith(PREFIX) || pid.equals(ROOT);
    }

    /** Where an attribute of a PID stands in the tree; the dot that marks a secret is left out. */
    static String path(String pid, String attribute) {
        String name = attribute.startsWith(".") ? attribute.substring(1) : attribute;
        return pid.equals(ROOT) ? name : pid.substring(PREFIX.length()) + "." + name;
    }
}
