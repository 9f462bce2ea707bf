package ccm.provision.ble.bluez;

import ccm.provision.ble.gatt.GattAccess;
import ccm.provision.ble.gatt.GattCharacteristic;
import ccm.provision.ble.gatt.GattException;
import ccm.provision.ble.gatt.GattValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bluez.Error;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.Variant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A characteristic on the bus. */
public final class ExportedCharacteristic extends HeldProperties implements GattCharacteristic1 {
    private static final Logger LOG = LoggerFactory.getLogger(ExportedCharacteristic.class);

    private final GattCharacteristic characteristic;
    private final GattValue value;

    ExportedCharacteristic(
            String path, String service, int level, GattCharacteristic characteristic) {
        super(
                path,
                GattCharacteristic1.NAME,
                Map.of(
                        "UUID",
                        new Variant<>(characteristic.uuid()),
                        "Service",
                        new Variant<>(new DBusPath(service)),
                        "Flags",
                        new Variant<>(flags(level, characteristic).toArray(String[]::new))));
        this.characteristic = characteristic;
        this.value = characteristic.value();
    }

    GattCharacteristic characteristic() {
        return characteristic;
    }

    /**
     * Never {@code indicate} beside {@code notify}: BlueZ then tells those alone who have asked for
     * indications, and most clients ask for notifications.
     */
    private static List<String> flags(int level, GattCharacteristic characteristic) {
        String prefix =
                switch (level) {
                    case 0 -> "";
                    case 1 -> "encrypt-";
                    default -> "encrypt-authenticated-";
                };
        List<String> flags = new ArrayList<>();
        if (characteristic.readable()) {
            flags.add("read");
        }
        if (characteristic.writable()) {
            flags.add("write");
        }
        if (level > 0) {
            List.copyOf(flags).forEach(flag -> flags.add(prefix + flag));
        }
        if (characteristic.notifying()) {
            flags.add("notify");
        }
        return flags;
    }

    @Override
    public byte[] ReadValue(Map<String, Variant<?>> options) {
        try {
            return value.read(access(options));
        } catch (GattException e) {
            throw error(e);
        }
    }

    @Override
    public void WriteValue(byte[] written, Map<String, Variant<?>> options) {
        if (Boolean.TRUE.equals(option(options, "prepare-authorize"))) {
            return; // a question before a long write; what is refused is refused with the write
        }
        try {
            value.write(written, access(options));
        } catch (GattException e) {
            throw error(e);
        }
    }

    @Override
    public void StartNotify() {
        LOG.debug("{}: a client listens", path());
    }

    @Override
    public void StopNotify() {
        LOG.debug("{}: no client listens any more", path());
    }

    private static GattAccess access(Map<String, Variant<?>> options) {
        return new GattAccess(
                option(options, "device") instanceof DBusPath device
                        ? Objects.address(device.getPath())
                        : "",
                option(options, "offset") instanceof Number offset ? offset.intValue() : 0,
                option(options, "mtu") instanceof Number mtu ? mtu.intValue() : 0);
    }

    private static Object option(Map<String, Variant<?>> options, String name) {
        Variant<?> found = options.get(name);
        return found == null ? "" : found.getValue();
    }

    private DBusExecutionException error(GattException e) {
        LOG.debug("{}: {}", path(), e.getMessage());
        return switch (e.kind()) {
            case INVALID_OFFSET -> new Error.InvalidOffset(e.getMessage());
            case NOT_SUPPORTED -> new Error.NotSupported(e.getMessage());
            case NOT_PERMITTED -> new Error.NotPermitted(e.getMessage());
            case APPLICATION -> new Error.Failed("0x" + Integer.toHexString(e.code()));
        };
    }
}
