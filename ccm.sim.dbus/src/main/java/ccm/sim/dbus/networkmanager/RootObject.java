package ccm.sim.dbus.networkmanager;

import ccm.sim.dbus.bus.PropertyBag;
import ccm.sim.dbus.bus.Wire;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.errors.UnknownMethod;
import org.freedesktop.dbus.errors.UnknownObject;
import org.freedesktop.dbus.types.Variant;

/** The root object. */
final class RootObject extends PropertyBag implements Interfaces.Manager {
    private final SimulatedSystem system;

    RootObject(SimulatedSystem system, Wire wire) {
        super(SimulatedSystem.ROOT, wire);
        this.system = system;
    }

    @Override
    public List<DBusPath> GetDevices() {
        return system.turn.ask(() -> system.devices.keySet().stream().map(DBusPath::new).toList());
    }

    @Override
    public Interfaces.Two<DBusPath, DBusPath> AddAndActivateConnection(
            Map<String, Map<String, Variant<?>>> settings, DBusPath device, DBusPath point) {
        ActiveProfile made = added("AddAndActivateConnection", settings, device);
        return new Interfaces.Two<>(
                new DBusPath(made.profile().getObjectPath()), new DBusPath(made.getObjectPath()));
    }

    @Override
    public Interfaces.Three<DBusPath, DBusPath, Map<String, Variant<?>>> AddAndActivateConnection2(
            Map<String, Map<String, Variant<?>>> settings,
            DBusPath device,
            DBusPath point,
            Map<String, Variant<?>> options) {
        if (system.isOld()) {
            throw new UnknownMethod("AddAndActivateConnection2");
        }
        String how = String.valueOf(options.get("persist").getValue());
        ActiveProfile made = added("AddAndActivateConnection2 " + how, settings, device);
        return new Interfaces.Three<>(
                new DBusPath(made.profile().getObjectPath()),
                new DBusPath(made.getObjectPath()),
                Map.of());
    }

    @Override
    public DBusPath ActivateConnection(DBusPath profile, DBusPath device, DBusPath point) {
        return system.turn.ask(
                () -> {
                    SimulatedProfile known = system.profiles.get(profile.getPath());
                    if (known == null) {
                        throw new UnknownObject(profile.getPath());
                    }
                    system.asked.add("ActivateConnection " + known.id());
                    return new DBusPath(
                            system.course.activate(known, system.device(device)).getObjectPath());
                });
    }

    @Override
    public void DeactivateConnection(DBusPath active) {
        system.turn.run(
                () -> {
                    ActiveProfile now = system.activations.get(active.getPath());
                    if (now == null) {
                        throw new UnknownObject(active.getPath());
                    }
                    system.asked.add("DeactivateConnection " + now.profile().id());
                    system.course.end(
                            now.device(), Course.USER_REQUESTED, Course.USER_DISCONNECTED);
                });
    }

    private ActiveProfile added(
            String method, Map<String, Map<String, Variant<?>>> settings, DBusPath device) {
        return system.turn.ask(
                () -> {
                    SimulatedDevice radio = system.device(device);
                    SimulatedProfile profile = system.keep(settings);
                    system.asked.add(method + " " + profile.id());
                    return system.course.activate(profile, radio);
                });
    }
}
