package ccm.provision;

import ccm.api.device.Device;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Everything that is set about networks and provisioning, as it was at one moment. */
final class Settings {
    /** The networks that can be set, the first one first. */
    static final List<String> STATIONS = List.of("sta", "sta1", "sta2");

    private static final String WIFI = "ccm.wifi";
    private static final String PROVISION = "ccm.provision";
    private static final Pattern CHANNEL = Pattern.compile("[a-zA-Z0-9_.-]{1,40}");
    private static final String MASK = "********";

    private final Sections sections;
    private final Device device;
    private final WifiSettings wifi;
    private final AccessPointSettings accessPoint;
    private final ProvisionSettings provision;
    private final int resetPin;
    private final Map<String, ChannelSettings> channels = new ConcurrentHashMap<>();

    /** What is read of {@code debug}, which is not ours. */
    @interface Debug {
        int factory__reset__gpio() default -1;
    }

    Settings(Sections sections, Device device) {
        this.sections = sections;
        this.device = device;
        wifi = Typed.view(WifiSettings.class, sections.of(WIFI));
        accessPoint = Typed.view(AccessPointSettings.class, sections.of(WIFI + ".ap"));
        provision = Typed.view(ProvisionSettings.class, sections.of(PROVISION));
        resetPin = Typed.view(Debug.class, sections.of("ccm.debug")).factory__reset__gpio();
    }

    WifiSettings wifi() {
        return wifi;
    }

    AccessPointSettings accessPoint() {
        return accessPoint;
    }

    ProvisionSettings provision() {
        return provision;
    }

    /** The pin that asks for a factory reset while it is low at the start; negative for none. */
    int resetPin() {
        return resetPin;
    }

    /** What is set and has no effect here. */
    Set<String> withoutEffect() {
        Set<String> paths = new TreeSet<>();
        addWithoutEffect(WIFI, WifiSettings.class, paths);
        addWithoutEffect(WIFI + ".ap", AccessPointSettings.class, paths);
        STATIONS.forEach(name -> addWithoutEffect(WIFI + "." + name, StationSettings.class, paths));
        return paths;
    }

    private void addWithoutEffect(String pid, Class<?> type, Set<String> paths) {
        String section = pid.substring("ccm.".length());
        Typed.withoutEffect(type, sections.of(pid))
                .forEach(name -> paths.add(section + "." + name));
    }

    /** What a channel may do; one that nobody knows has the defaults. */
    ChannelSettings channel(String name) {
        return channels.computeIfAbsent(
                name,
                any ->
                        Typed.view(
                                ChannelSettings.class,
                                CHANNEL.matcher(name).matches()
                                        ? sections.of(PROVISION + "." + name)
                                        : Map.of()));
    }

    /**
     * A network as it would be.
     *
     * @param change members of its section; a masked secret counts as the present one
     */
    Station station(String name, JsonNode change) {
        Map<String, Object> values = new HashMap<>(sections.of(WIFI + "." + name));
        values.putAll(values(change));
        return station(name, values);
    }

    /** Another network under that name, of which nothing is known but this. */
    Station other(String name, JsonNode said) {
        return station(name, values(said));
    }

    private static Map<String, Object> values(JsonNode change) {
        Map<String, Object> changed = new HashMap<>();
        change.properties()
                .forEach(
                        member -> {
                            boolean secret = member.getKey().equals("pass");
                            String text = member.getValue().asText();
                            if (!secret || !text.equals(MASK)) {
                                changed.put(secret ? ".pass" : member.getKey(), text);
                            }
                        });
        return changed;
    }

    /** The network of the access point with the runs of question marks replaced. */
    String accessPointName() {
        return device.expand(accessPoint.ssid());
    }

    private Station station(String name, Map<String, Object> values) {
        return Station.of(name, Typed.view(StationSettings.class, values), device);
    }
}
