package ccm.provision;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigTree;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Settings without files: sections as ConfigAdmin has them, and the tree over them. */
final class FakeTree implements ConfigTree, Sections {
    final List<String> kept = new ArrayList<>();
    Optional<ConfigException> refusal = Optional.empty();
    Optional<ConfigException> broken = Optional.empty(); // of keeping alone
    boolean accident; // the same, that nobody foresaw
    private final Set<String> unsaved = new HashSet<>();
    Runnable changed = () -> {};
    private final Map<String, Map<String, Object>> sections = new HashMap<>();
    private ObjectNode vendor = JsonNodeFactory.instance.objectNode();

    @Override
    public Map<String, Object> of(String pid) {
        return Map.copyOf(sections.getOrDefault(pid, Map.of()));
    }

    /** Sets something without telling anybody. */
    FakeTree with(String path, Object value) {
        int dot = path.lastIndexOf('.');
        String section = path.substring(0, dot);
        String name = path.substring(dot + 1);
        for (String nested : List.of("btn", "led")) {
            if (section.equals("provision." + nested)) {
                section = "provision";
                name = nested + "." + name;
            }
        }
        sections.computeIfAbsent("ccm." + section, any -> new HashMap<>())
                .put(name.equals("pass") ? ".pass" : name, value);
        return this;
    }

    /** What is set so far is the vendor's. */
    void sell() {
        vendor = masked();
    }

    @Override
    public ObjectNode masked() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        sections.forEach(
                (pid, values) -> {
                    ObjectNode node = tree;
                    for (String name : pid.substring("ccm.".length()).split("\\.")) {
                        node = node.withObject("/" + name);
                    }
                    ObjectNode section = node;
                    values.forEach(
                            (name, value) ->
                                    section.put(
                                            name.replace(".pass", "pass"),
                                            name.equals(".pass") ? "********" : value.toString()));
                });
        return tree;
    }

    @Override
    public ObjectNode masked(int level) {
        return level < USER_LEVEL ? vendor : masked();
    }

    @Override
    public Set<String> unsaved() {
        return Set.copyOf(unsaved);
    }

    @Override
    public void set(JsonNode change) throws ConfigException {
        check(change);
        unsaved.addAll(put("", change));
        changed.run();
    }

    @Override
    public void check(JsonNode change) throws ConfigException {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    @Override
    public void keep(JsonNode change, String by) throws ConfigException {
        check(change);
        if (accident) {
            throw new IllegalStateException("an accident");
        }
        if (broken.isPresent()) {
            throw broken.get();
        }
        kept.add(by + " " + change);
        unsaved.removeAll(put("", change));
        changed.run();
    }

    @Override
    public void learn(JsonNode change, String by) throws ConfigException {
        keep(change, by);
    }

    @Override
    public void save(int level, boolean tryOnce, String by) {
        unsaved.clear();
    }

    @Override
    public void setAndSave(JsonNode change, boolean tryOnce, String by) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLevel(int level, JsonNode change) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void factoryReset(String by) {
        throw new UnsupportedOperationException();
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private Set<String> put(String path, JsonNode node) {
        if (!node.isObject()) {
            with(path, node.asText());
            return Set.of(path);
        }
        Set<String> paths = new HashSet<>();
        node.properties()
                .forEach(
                        member ->
                                paths.addAll(put(below(path, member.getKey()), member.getValue())));
        return paths;
    }
}
