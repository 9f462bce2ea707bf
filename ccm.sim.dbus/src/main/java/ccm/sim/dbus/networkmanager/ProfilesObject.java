package ccm.sim.dbus.networkmanager;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.Variant;

/** The profiles. */
final class ProfilesObject implements Interfaces.Settings {
    private final SimulatedSystem system;

    ProfilesObject(SimulatedSystem system) {
        this.system = system;
    }

    @Override
    public String getObjectPath() {
        return SimulatedSystem.ROOT + "/Settings";
    }

    @Override
    public List<DBusPath> ListConnections() {
        return system.turn.ask(() -> system.profiles.keySet().stream().map(DBusPath::new).toList());
    }

    @Override
    public DBusPath AddConnectionUnsaved(Map<String, Map<String, Variant<?>>> settings) {
        return system.turn.ask(
                () -> {
                    SimulatedProfile profile = system.keep(settings);
                    system.asked.add("AddConnectionUnsaved " + profile.id());
                    return new DBusPath(profile.getObjectPath());
                });
    }
}
