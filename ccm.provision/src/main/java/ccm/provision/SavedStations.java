package ccm.provision;

import ccm.api.config.ConfigTree;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The networks to join: as they are saved. A name that is set and waits for its password, or for
 * being saved, is none yet. Changed on the engine's thread, read on any.
 */
final class SavedStations {
    private final ConfigTree tree;
    private Optional<Map<String, Station>> known = Optional.empty();
    private volatile List<Station> enabled = List.of();
    private boolean waiting;

    SavedStations(ConfigTree tree) {
        this.tree = tree;
    }

    /** Those that are enabled, in the order in which they are tried. */
    List<Station> enabled() {
        return enabled;
    }

    /** True while something is set and not saved. */
    boolean isWaiting() {
        return waiting;
    }

    /** Takes up what is set, but for what is not saved; at the start, that as well. */
    void take(Settings settings) {
        Map<String, Station> next = new HashMap<>();
        for (String name : Settings.STATIONS) {
            next.put(name, settings.station(name, JsonNodeFactory.instance.objectNode()));
        }
        // asked after they were read: what is set meanwhile, is told to us once more
        Set<String> unsaved = known.isPresent() ? tree.unsaved() : Set.of();
        waiting = false;
        for (String name : Settings.STATIONS) {
            if (unsaved.stream().anyMatch(path -> path.startsWith(prefix(name)))) {
                waiting = true;
                next.put(name, known.orElseThrow().get(name));
            }
        }
        take(next);
    }

    /** A try has saved this one. */
    void take(Station station) {
        Map<String, Station> next = new HashMap<>(known.orElseGet(Map::of));
        next.put(station.name(), station);
        take(next);
    }

    private void take(Map<String, Station> next) {
        known = Optional.of(Map.copyOf(next));
        enabled =
                Settings.STATIONS.stream()
                        .flatMap(name -> Optional.ofNullable(next.get(name)).stream())
                        .filter(Station::enabled)
                        .toList();
    }

    private static String prefix(String name) {
        return "wifi." + name + ".";
    }
}
