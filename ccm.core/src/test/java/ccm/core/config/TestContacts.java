package ccm.core.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Contacts that come and go as a test wants it. */
final class TestContacts implements Probation.Contacts {
    private final Map<String, String> troubles = new HashMap<>();
    private final Map<String, String> ready = new TreeMap<>();
    private final Set<String> unwanted = new HashSet<>();
    private int marks;

    TestContacts there(String name) {
        ready.putIfAbsent(name, "mark " + marks++);
        return this;
    }

    TestContacts away(String name, String why) {
        ready.remove(name);
        troubles.put(name, why);
        return this;
    }

    TestContacts unwanted(String name) {
        unwanted.add(name);
        return away(name, "not wanted");
    }

    @Override
    public boolean wanted(String name) {
        return !unwanted.contains(name);
    }

    @Override
    public Map<String, String> ready() {
        return new TreeMap<>(ready);
    }

    @Override
    public Optional<String> trouble(String name) {
        return ready.containsKey(name)
                ? Optional.empty()
                : Optional.of(troubles.getOrDefault(name, "away"));
    }

    @Override
    public boolean concerns(String name, String path) {
        return path.startsWith(name.replace("cloud ", "") + ".");
    }

    @Override
    public String switchOf(String name) {
        return name.replace("cloud ", "") + ".enable";
    }
}
