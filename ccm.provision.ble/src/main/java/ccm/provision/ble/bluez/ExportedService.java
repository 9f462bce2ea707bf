package ccm.provision.ble.bluez;

import ccm.provision.ble.gatt.GattService;
import java.util.Map;
import org.freedesktop.dbus.types.Variant;

/** A service on the bus. */
public final class ExportedService extends HeldProperties implements GattService1 {
    ExportedService(String path, GattService service) {
        super(
                path,
                GattService1.NAME,
                Map.of("UUID", new Variant<>(service.uuid()), "Primary", new Variant<>(true)));
    }
}
