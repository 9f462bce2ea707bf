package ccm.core.config;

import ccm.api.config.ConfigCheck;
import ccm.api.config.ConfigException;
import ccm.api.config.ConfigException.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who know whether the settings of a section go together. */
@Component(service = Checks.class)
public final class Checks implements Settings.Checks {
    private static final Logger LOG = LoggerFactory.getLogger(Checks.class);

    private final Map<ConfigCheck, String> sections = new ConcurrentHashMap<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindCheck(ConfigCheck check, Map<String, ?> properties) {
        if (properties.get(ConfigCheck.SECTION) instanceof String section) {
            sections.put(check, section);
        } else {
            LOG.error("{}: publishes no property {}. Not asked.", check, ConfigCheck.SECTION);
        }
    }

    void unbindCheck(ConfigCheck check) {
        sections.remove(check);
    }

    @Override
    public void check(Map<String, JsonNode> before, Map<String, JsonNode> values)
            throws ConfigException {
        for (Map.Entry<ConfigCheck, String> each : sections.entrySet()) {
            Map<String, JsonNode> section = section(values, each.getValue());
            if (!section.equals(section(before, each.getValue()))) {
                check(each.getKey(), each.getValue(), section);
            }
        }
    }

    private static void check(ConfigCheck check, String name, Map<String, JsonNode> section)
            throws ConfigException {
        List<String> problems;
        try {
            JsonNode tree = Leaves.find(Leaves.tree(section), name);
            problems = tree instanceof ObjectNode whole ? check.check(whole) : List.of();
        } catch (RuntimeException e) {
            LOG.error("{}: cannot be checked by {}", name, check, e);
            return;
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(Kind.CONTRADICTION, String.join("; ", problems));
        }
    }

    private static Map<String, JsonNode> section(Map<String, JsonNode> values, String name) {
        Map<String, JsonNode> section = new TreeMap<>(values);
        section.keySet().removeIf(path -> !path.startsWith(name + "."));
        return section;
    }
}
