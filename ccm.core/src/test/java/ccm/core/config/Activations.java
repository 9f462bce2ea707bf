package ccm.core.config;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** How often, and with what, the component of the test bundle was activated. */
public final class Activations {
    private static final List<Map<String, Object>> SEEN = new CopyOnWriteArrayList<>();

    private Activations() {}

    /** Notes one. */
    public static void note(Map<String, Object> properties) {
        SEEN.add(Map.copyOf(properties));
    }

    static List<Map<String, Object>> seen() {
        return SEEN;
    }

    static Map<String, Object> last() {
        return SEEN.get(SEEN.size() - 1);
    }
}
