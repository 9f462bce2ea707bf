package ccm.core.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What the configuration has to be, said once more and as simply as can be: layers, locks, unsaved
 * changes and history as plain maps of JSON texts by path. Shares no code with what it is held
 * against.
 */
final class ConfigModel {
    static final String ACL = "conf_acl";

    private final Map<String, String> defaults;
    private final Map<Integer, Map<String, String>> composed = new HashMap<>();
    private final Map<String, Boolean> decided = new HashMap<>(); // it is asked often
    final List<Map<String, String>> layers = new ArrayList<>(); // place 0 is level 1
    final List<Map<String, String>> history = new ArrayList<>(); // by number, from 1 on
    private Map<String, String> held = new TreeMap<>();
    private Optional<Map<String, String>> trial = Optional.empty();
    Map<String, String> inForce;

    ConfigModel(Map<String, String> defaults) {
        this.defaults = defaults;
        for (int level = 1; level <= 9; level++) {
            layers.add(new TreeMap<>());
        }
        inForce = new TreeMap<>(defaults);
    }

    /** The list that guards a level. */
    String acl(int level) {
        return level(level - 1).get(ACL).replace("\"", "");
    }

    boolean allows(String acl, String path) {
        return decided.computeIfAbsent(acl + '\n' + path, each -> decide(acl, path));
    }

    private static boolean decide(String acl, String path) {
        for (String entry : acl.split(",")) {
            String pattern = entry.replaceFirst("^[+-]", "");
            String regex = pattern.replace(".", "\\.").replace("*", "[^/]*").replace("?", ".");
            if (path.toLowerCase().matches(regex.toLowerCase())) {
                return !entry.startsWith("-");
            }
        }
        return false;
    }

    boolean locked(String path) {
        return !allows(acl(9), path);
    }

    boolean vendorsClosed() {
        return defaults.keySet().stream().anyMatch(this::locked) || !allows(acl(9), "any.thing");
    }

    /** What layers 0 to {@code level} say. */
    Map<String, String> level(int level) {
        if (!composed.containsKey(level)) {
            composed.put(level, compose(level));
        }
        return composed.get(level);
    }

    private Map<String, String> compose(int level) {
        Map<String, String> values = new TreeMap<>(defaults);
        for (int i = 1; i <= level; i++) {
            String acl = values.get(ACL).replace("\"", "");
            layers.get(i - 1)
                    .forEach(
                            (path, value) -> {
                                if (allows(acl, path)) {
                                    values.put(path, value);
                                }
                            });
        }
        return Collections.unmodifiableMap(values);
    }

    private void put(int level, Map<String, String> layer) {
        layers.set(level - 1, new TreeMap<>(layer));
        composed.clear();
    }

    /** What is in force without what nobody has saved. */
    Map<String, String> base() {
        return over(level(9), held);
    }

    private Map<String, String> changes() {
        Map<String, String> base = base();
        return only(inForce, path -> !inForce.get(path).equals(base.get(path)));
    }

    boolean set(Map<String, String> change) {
        if (!mayPut(change)) {
            return false;
        }
        inForce.putAll(change);
        return true;
    }

    private boolean mayPut(Map<String, String> change) {
        Map<String, String> base = base();
        return change.entrySet().stream()
                .allMatch(
                        each ->
                                each.getValue().equals(inForce.get(each.getKey()))
                                        || each.getValue().equals(base.get(each.getKey()))
                                        || !locked(each.getKey()));
    }

    boolean save(int level, boolean once) {
        return write(level, over(level(9), changes()), once);
    }

    boolean setAndSave(Map<String, String> change) {
        Map<String, String> values = over(over(level(9), changes()), change);
        if (!mayPut(change) || !mayWrite(9, values)) {
            return false;
        }
        inForce.putAll(change);
        return save(9, false);
    }

    /** As the web console does it: the rest stays unsaved. */
    boolean setAndSaveAlone(Map<String, String> change) {
        Map<String, String> values = over(level(9), change);
        if (!mayPut(change) || !mayWrite(9, values)) {
            return false;
        }
        inForce.putAll(change);
        return write(9, values, false);
    }

    boolean setLevel(int level, Map<String, String> change) {
        Map<String, String> unsaved = changes();
        Map<String, String> values = over(level(level), change);
        if (values.equals(level(level))) {
            return true;
        }
        if (!write(level, values, false)) {
            return false;
        }
        Map<String, String> next = over(base(), unsaved);
        inForce.forEach(
                (path, value) -> {
                    if (!value.equals(next.get(path))) {
                        held.put(path, value);
                    }
                });
        return true;
    }

    boolean rollback(int n) {
        Map<String, String> entry = history.get(n - 1);
        Map<String, String> now = layers.get(8);
        return replace(
                over(
                        level(8),
                        only(
                                entry,
                                path -> !locked(path) || !entry.get(path).equals(now.get(path)))));
    }

    /** The user's layer is to give these values; what is not saved goes. */
    boolean replace(Map<String, String> values) {
        if (!write(9, values, false)) {
            return false;
        }
        inForce = base();
        return true;
    }

    void edit(int level, Map<String, String> layer) {
        put(level, layer);
    }

    void restart() {
        held = new TreeMap<>();
        inForce = new TreeMap<>(level(9));
        trial.ifPresent(said -> inForce = over(level(8), only(said, path -> !locked(path))));
        trial = Optional.empty();
    }

    void factoryReset() {
        put(9, Map.of());
        history.clear();
        trial = Optional.empty();
        restart();
    }

    private boolean mayWrite(int level, Map<String, String> values) {
        Map<String, String> before = level(level);
        return values.keySet().stream()
                .filter(path -> !values.get(path).equals(before.get(path)))
                .allMatch(path -> allows(acl(level), path) && (level == 9 || !vendorsClosed()));
    }

    private boolean write(int level, Map<String, String> values, boolean once) {
        if (!mayWrite(level, values)) {
            return false;
        }
        Map<String, String> below = level(level - 1);
        Map<String, String> before = layers.get(level - 1);
        Map<String, String> next = new TreeMap<>();
        values.forEach(
                (path, value) -> {
                    if (!value.equals(below.get(path))) {
                        next.put(path, value);
                    } else if (before.containsKey(path) && !allows(acl(level), path)) {
                        next.put(path, before.get(path)); // out of force, and not lost
                    }
                });
        if (once) {
            trial = Optional.of(next);
            return true;
        }
        if (level == 9 && !next.equals(before)) {
            Map<String, String> last =
                    history.isEmpty() ? Map.of() : history.get(history.size() - 1);
            if (!last.equals(before)) {
                history.add(new TreeMap<>(before)); // somebody edited the file
            }
            history.add(new TreeMap<>(next));
        }
        put(level, next);
        return true;
    }

    private static Map<String, String> over(Map<String, String> lower, Map<String, String> upper) {
        Map<String, String> all = new TreeMap<>(lower);
        all.putAll(upper);
        return all;
    }

    private static Map<String, String> only(Map<String, String> all, Predicate<String> paths) {
        Map<String, String> some = new TreeMap<>(all);
        some.keySet().removeIf(paths.negate());
        return some;
    }
}
