package ccm.core.config;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigException.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every setting that the installed bundles have. Immutable. */
final class Schema {
    static final Schema EMPTY = new Schema(List.of());

    private final SortedMap<String, Section> sections = new TreeMap<>();
    private final SortedMap<String, Setting> settings = new TreeMap<>();
    private final Set<String> parents = new HashSet<>();
    private final Set<String> conflicts = new TreeSet<>();

    /**
     * Puts sections together. Of two that claim a place, the longer PID has it, and of two equal
     * PIDs the first.
     */
    Schema(Collection<Section> offered) {
        offered.stream()
                .sorted(Comparator.comparing((Section section) -> -section.pid().length()))
                .forEach(this::add);
    }

    /** The sections by their PID. */
    SortedMap<String, Section> sections() {
        return sections;
    }

    /** The settings by their path. */
    SortedMap<String, Setting> settings() {
        return settings;
    }

    /** The setting at a path. */
    Optional<Setting> setting(String path) {
        return Optional.ofNullable(settings.get(path));
    }

    /** What was left out because something else has its place, for the log. */
    Set<String> conflicts() {
        return conflicts;
    }

    /** The value of every setting when nobody says anything. */
    SortedMap<String, JsonNode> defaults() {
        SortedMap<String, JsonNode> values = new TreeMap<>();
        settings.forEach((path, setting) -> values.put(path, setting.fallback()));
        return values;
    }

    /**
     * Checks a partial tree, all of it.
     *
     * @return the settings that it names, in normal form; masked secrets are left out
     * @throws ConfigException names the first path that is wrong, the value and the rule
     */
    SortedMap<String, JsonNode> check(JsonNode change) throws ConfigException {
        SortedMap<String, JsonNode> checked = new TreeMap<>();
        check("", change, checked);
        return checked;
    }

    private void check(String path, JsonNode node, Map<String, JsonNode> checked)
            throws ConfigException {
        Setting setting = settings.get(path);
        if (setting != null) {
            if (!setting.secret() || !Secrets.isMask(node)) {
                checked.put(path, setting.check(node));
            }
            return;
        }
        if (!path.isEmpty() && !parents.contains(path)) {
            throw new ConfigException(
                    Kind.UNKNOWN, path + ": no such setting. Is the bundle that has it installed?");
        }
        if (!node.isObject()) {
            throw new ConfigException(
                    Kind.INVALID,
                    (path.isEmpty() ? "config" : path)
                            + ": found "
                            + kind(node)
                            + ", must be an object of settings");
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String name = member.getKey();
            check(path.isEmpty() ? name : path + "." + name, member.getValue(), checked);
        }
    }

    /**
     * Which rule a leaf breaks that is at no setting, but above or below one; empty when it has
     * nothing to do with any.
     */
    Optional<String> misplaced(String path, JsonNode leaf) {
        if (parents.contains(path)) {
            return leaf.isObject()
                    ? Optional.empty()
                    : Optional.of(
                            path + ": found " + kind(leaf) + ", must be an object of settings");
        }
        return ancestors(path).stream()
                .filter(settings::containsKey)
                .findFirst()
                .map(
                        setting ->
                                setting
                                        + ": found an object, must be "
                                        + settings.get(setting).type().words());
    }

    private void add(Section section) {
        if (sections.containsKey(section.pid())) {
            conflicts.add(section.pid() + " of a second bundle");
            return;
        }
        List<Setting> kept = section.settings().stream().filter(this::free).toList();
        kept.forEach(this::add);
        sections.put(section.pid(), new Section(section.pid(), kept));
    }

    private boolean free(Setting setting) {
        boolean taken =
                settings.containsKey(setting.path())
                        || parents.contains(setting.path())
                        || ancestors(setting.path()).stream().anyMatch(settings::containsKey);
        if (taken) {
            conflicts.add(setting.path() + " of " + setting.pid());
        }
        return !taken;
    }

    private void add(Setting setting) {
        settings.put(setting.path(), setting);
        parents.addAll(ancestors(setting.path()));
    }

    private static Set<String> ancestors(String path) {
        Set<String> found = new HashSet<>();
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            found.add(path.substring(0, dot));
        }
        return found;
    }

    /** What a node is, never its content: a secret in the wrong place must not be shown. */
    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case ARRAY -> "a list";
            case NULL -> "null";
            default -> "nothing";
        };
    }
}
