package ccm.core.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Contacts that come and go as a test wants it. */
final class TestContacts implements Probation.Contacts {
    private final Map<String, String> troubles = new HashMap<>();
    private final Set<String> ready = new TreeSet<>();

    TestContacts there(String name) {
        ready.add(name);
        return this;
    }

    TestContacts away(String name, String why) {
        ready.remove(name);
        troubles.put(name, why);
        return this;
    }

    @Override
    public Set<String> ready() {
        return new TreeSet<>(ready);
    }

    @Override
    public Optional<String> trouble(String name) {
        return ready.contains(name)
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
