package ccm.provision.ble.bluez;

import java.util.Map;
import org.freedesktop.dbus.types.Variant;

/** What everybody near sees: one service, since two do not fit into a packet, and the name. */
public final class Advertisement extends HeldProperties implements LEAdvertisement1 {
    static final String PATH = "/ccm/advertisement";

    private final Runnable released;

    Advertisement(String name, String service, Runnable released) {
        super(
                PATH,
                LEAdvertisement1.NAME,
                Map.of(
                        "Type",
                        new Variant<>("peripheral"),
                        "ServiceUUIDs",
                        new Variant<>(new String[] {service}),
                        "LocalName",
                        new Variant<>(name)));
        this.released = released;
    }

    @Override
    public void Release() {
        released.run();
    }
}
