package ccm.provision.ble.bluez;

import ccm.parts.dbus.Bus;
import ccm.parts.dbus.BusException;
import ccm.provision.ble.gatt.GattCharacteristic;
import ccm.provision.ble.gatt.GattService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.interfaces.ObjectManager;
import org.freedesktop.dbus.types.Variant;

/** All services on the bus, and who lists them. */
public final class Application implements ObjectManager {
    static final String PATH = "/ccm/gatt";

    private final List<HeldProperties> objects = new ArrayList<>();

    Application(List<GattService> services) {
        for (GattService service : services) {
            String path = PATH + "/s" + services.indexOf(service);
            objects.add(new ExportedService(path, service));
            for (GattCharacteristic characteristic : service.characteristics()) {
                objects.add(
                        new ExportedCharacteristic(
                                path + "/c" + service.characteristics().indexOf(characteristic),
                                path,
                                service.level(),
                                characteristic));
            }
        }
    }

    void export(Bus bus) throws BusException {
        bus.export(PATH, this);
        for (HeldProperties object : objects) {
            bus.export(object.path(), object);
        }
    }

    /** Tells those who listen the value of a characteristic. */
    void notify(Bus bus, String uuid, byte[] value) {
        for (HeldProperties object : objects) {
            if (object instanceof ExportedCharacteristic exported
                    && exported.characteristic().uuid().equals(uuid)) {
                bus.changed(object.path(), GattCharacteristic1.NAME, "Value", new Variant<>(value));
            }
        }
    }

    @Override
    public String getObjectPath() {
        return PATH;
    }

    @Override
    public Map<DBusPath, Map<String, Map<String, Variant<?>>>> GetManagedObjects() {
        Map<DBusPath, Map<String, Map<String, Variant<?>>>> all = new LinkedHashMap<>();
        objects.forEach(object -> all.put(new DBusPath(object.path()), object.managed()));
        return all;
    }
}
