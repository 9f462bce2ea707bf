package ccm.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tree as ConfigAdmin has it. ConfigAdmin keeps it in memory only, and longer than this bundle
 * runs: what was in force without being saved is found there again after a swap.
 */
final class Mirror {
    /** Remembers which values are not saved; no component has this PID. */
    static final String UNSAVED = "ccm.core.unsaved";

    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);
    private static final String ANY_BUNDLE = "?";
    private static final String SERVICE = "service.";
    private static final String RUN = "run";
    private static final String HELD = "held";
    private static final String CHANGED = "changed";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What an earlier instance left unsaved.
     *
     * @param held paths whose value is held against the saved layers
     * @param changed paths whose value nobody has saved
     */
    record Unsaved(List<String> held, List<String> changed) {}

    private final ConfigurationAdmin admin;
    private final String run;

    /**
     * Makes it.
     *
     * @param run names this run of the framework: what another run left does not count
     */
    Mirror(ConfigurationAdmin admin, String run) {
        this.admin = admin;
        this.run = run;
    }

    /** Gives a component its settings; values equal to the present ones restart nothing. */
    void push(Section section, Map<String, JsonNode> values) {
        update(section.pid(), wanted(section, values));
    }

    /** True when ConfigAdmin has these values, and nothing else. */
    boolean inStep(Section section, Map<String, JsonNode> values) {
        return properties(section.pid())
                .filter(present -> same(wanted(section, values), present))
                .isPresent();
    }

    /** Forgets a PID that no bundle has any more. */
    void remove(String pid) {
        try {
            Optional<Configuration> found = find(pid);
            if (found.isPresent()) {
                found.get().delete();
            }
        } catch (IOException e) {
            LOG.error("{}: ConfigAdmin does not delete it: {}", pid, e.getMessage());
        }
    }

    /** What ConfigAdmin has for a PID, as JSON by attribute; empty when it has nothing. */
    Optional<Map<String, JsonNode>> read(String pid) {
        return properties(pid)
                .map(
                        found -> {
                            Map<String, JsonNode> values = new TreeMap<>();
                            found.forEach((name, value) -> values.put(name, json(value)));
                            return values;
                        });
    }

    /** Remembers for the next instance what is not saved. */
    void remember(Collection<String> held, Collection<String> changed) {
        Map<String, Object> marks = new TreeMap<>();
        marks.put(RUN, run);
        marks.put(HELD, held.toArray(String[]::new));
        marks.put(CHANGED, changed.toArray(String[]::new));
        update(UNSAVED, marks);
    }

    /** What the instance before this one left unsaved; empty at the first start of this run. */
    Optional<Unsaved> recall() {
        return properties(UNSAVED)
                .filter(found -> run.equals(found.get(RUN)))
                .map(found -> new Unsaved(paths(found, HELD), paths(found, CHANGED)));
    }

    private void update(String pid, Map<String, Object> properties) {
        try {
            Configuration configuration = admin.getConfiguration(pid, ANY_BUNDLE);
            boolean elsewhere = !ANY_BUNDLE.equals(configuration.getBundleLocation());
            if (elsewhere) {
                configuration.setBundleLocation(ANY_BUNDLE);
            }
            if (!same(properties, plain(configuration.getProperties()))) {
                configuration.update(new Hashtable<>(properties));
            }
        } catch (IOException e) {
            LOG.error("{}: ConfigAdmin does not take it: {}", pid, e.getMessage());
        }
    }

    private Optional<Map<String, Object>> properties(String pid) {
        try {
            return find(pid).map(found -> plain(found.getProperties()));
        } catch (IOException e) {
            LOG.error("{}: ConfigAdmin does not tell it: {}", pid, e.getMessage());
            return Optional.empty();
        }
    }

    /** Looking it up by getConfiguration would create it. */
    private Optional<Configuration> find(String pid) throws IOException {
        try {
            Configuration[] found = admin.listConfigurations("(service.pid=" + pid + ")");
            return found == null ? Optional.empty() : Optional.of(found[0]);
        } catch (InvalidSyntaxException e) {
            throw new IOException("no PID that can be looked up: " + pid, e);
        }
    }

    private static Map<String, Object> wanted(Section section, Map<String, JsonNode> values) {
        Map<String, Object> properties = new TreeMap<>();
        for (Setting setting : section.settings()) {
            properties.put(setting.attribute(), setting.property(values.get(setting.path())));
        }
        return properties;
    }

    private static Map<String, Object> plain(Dictionary<String, Object> properties) {
        Map<String, Object> plain = new HashMap<>();
        if (properties != null) {
            for (String name : Collections.list(properties.keys())) {
                if (!name.startsWith(SERVICE)) {
                    plain.put(name, properties.get(name));
                }
            }
        }
        return plain;
    }

    private static boolean same(Map<String, Object> one, Map<String, Object> other) {
        return one.keySet().equals(other.keySet())
                && one.keySet().stream()
                        .allMatch(name -> Objects.deepEquals(one.get(name), other.get(name)));
    }

    private static JsonNode json(Object value) {
        Object plain = value instanceof Collection<?> many ? new ArrayList<>(many) : value;
        return JSON.valueToTree(plain instanceof Character ? plain.toString() : plain);
    }

    private static List<String> paths(Map<String, Object> marks, String name) {
        return marks.get(name) instanceof String[] paths ? List.of(paths) : List.of();
    }
}
