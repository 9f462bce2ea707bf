package ccm.sim.dbus.networkmanager;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.freedesktop.dbus.types.Variant;

/** A profile, which gives away no secret, as the real one. */
final class SimulatedProfile implements Interfaces.Profile {
    private final String path;
    private final Map<String, Map<String, Variant<?>>> settings;
    private final Consumer<SimulatedProfile> deleted;

    SimulatedProfile(
            String path,
            Map<String, Map<String, Variant<?>>> settings,
            Consumer<SimulatedProfile> deleted) {
        this.path = path;
        this.settings = settings;
        this.deleted = deleted;
    }

    @Override
    public String getObjectPath() {
        return path;
    }

    @Override
    public Map<String, Map<String, Variant<?>>> GetSettings() {
        Map<String, Map<String, Variant<?>>> shown = new TreeMap<>();
        settings.forEach(
                (name, group) -> {
                    Map<String, Variant<?>> open = new TreeMap<>(group);
                    open.remove("psk");
                    open.remove("password");
                    shown.put(name, open);
                });
        return shown;
    }

    @Override
    public void Delete() {
        deleted.accept(this);
    }

    Map<String, Map<String, Variant<?>>> settings() {
        return settings;
    }

    /** A setting; null when there is none. */
    Object setting(String group, String name) {
        Variant<?> value = settings.getOrDefault(group, Map.of()).get(name);
        return value == null ? null : value.getValue();
    }

    String id() {
        return String.valueOf(setting("connection", "id"));
    }

    byte[] ssid() {
        return Values.bytes(setting("802-11-wireless", "ssid"));
    }

    boolean accessPoint() {
        return "ap".equals(setting("802-11-wireless", "mode"));
    }
}
