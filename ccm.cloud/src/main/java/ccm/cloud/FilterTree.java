package ccm.cloud;

import java.util.HashMap;
import java.util.Map;

/**
 * Topic filters, asked for the names that they match, MQTT 3.1.1 section 4.7. Not changed once it
 * is shown to other threads.
 */
final class FilterTree {
    private static final String ONE = "+";
    private static final String REST = "#";

    private final Map<String, FilterTree> below = new HashMap<>();
    private boolean end; // a filter ends here
    private boolean rest; // one goes on with # from here

    /** Adds a filter, which must be one. */
    void add(String filter) {
        FilterTree node = this;
        for (String level : filter.split("/", -1)) {
            if (level.equals(REST)) {
                node.rest = true;
                return;
            }
            node = node.below.computeIfAbsent(level, any -> new FilterTree());
        }
        node.end = true;
    }

    /** True when a filter matches that name. */
    boolean matches(String topic) {
        String[] levels = topic.split("/", -1);
        if (topic.startsWith("$")) { // not for wildcards in the first level
            FilterTree own = below.get(levels[0]);
            return own != null && own.matches(levels, 1);
        }
        return matches(levels, 0);
    }

    private boolean matches(String[] levels, int from) {
        if (rest) {
            return true; // of the parent level, too
        }
        if (from == levels.length) {
            return end;
        }
        return matches(below.get(levels[from]), levels, from + 1)
                || matches(below.get(ONE), levels, from + 1);
    }

    private static boolean matches(FilterTree node, String[] levels, int from) {
        return node != null && node.matches(levels, from);
    }
}
