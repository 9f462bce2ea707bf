package ccm.provision.ble.bluez;

import ccm.parts.dbus.BusException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What BlueZ knows of us on one adapter. Used by one thread. */
final class Registration {
    private static final Duration LIMIT = Duration.ofSeconds(8);
    private static final Duration GOING = Duration.ofMillis(800);
    private static final String AGENT_MANAGER = "org.bluez.AgentManager1";
    private static final String ROOT = "/org/bluez";
    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

    private final Bluez bluez;
    private final BluezOptions options;
    private final String owner;
    private final Objects.Adapter adapter;
    private final boolean switchedOn;

    /**
     * Makes one; nothing is registered yet.
     *
     * @param owner the bluetoothd that gets to know of us
     * @param switchedOn true when the radio was off before
     */
    Registration(
            Bluez bluez,
            BluezOptions options,
            String owner,
            Objects.Adapter adapter,
            boolean switchedOn) {
        this.bluez = bluez;
        this.options = options;
        this.owner = owner;
        this.adapter = adapter;
        this.switchedOn = switchedOn;
    }

    String owner() {
        return owner;
    }

    Objects.Adapter adapter() {
        return adapter;
    }

    /** Makes us known; BlueZ calls our objects back before it answers. */
    void make() throws BusException {
        try {
            bluez.call(
                    LIMIT,
                    adapter.path(),
                    Bluez.GATT_MANAGER,
                    "RegisterApplication",
                    "oa{sv}",
                    new DBusPath(Application.PATH),
                    Map.of());
            if (options.agent() && options.pairing()) {
                DBusPath agent = new DBusPath(PairingAgent.PATH);
                bluez.call(
                        LIMIT,
                        ROOT,
                        AGENT_MANAGER,
                        "RegisterAgent",
                        "os",
                        agent,
                        "NoInputNoOutput");
                bluez.call(LIMIT, ROOT, AGENT_MANAGER, "RequestDefaultAgent", "o", agent);
            }
            bluez.set(LIMIT, adapter, "Pairable", options.pairing());
            advertise();
        } catch (BusException e) {
            unmake(List.of());
            throw e;
        }
    }

    /** Announces us, also once more after BlueZ has taken that away. */
    void advertise() throws BusException {
        if (!options.advertised().isEmpty()) {
            bluez.call(
                    LIMIT,
                    adapter.path(),
                    Bluez.AD_MANAGER,
                    "RegisterAdvertisement",
                    "oa{sv}",
                    new DBusPath(Advertisement.PATH),
                    Map.of());
        }
    }

    /** Nobody new finds us; who is connected stays. */
    void stopAdvertising() {
        if (!options.advertised().isEmpty()) {
            attempt(
                    adapter.path(),
                    Bluez.AD_MANAGER,
                    "UnregisterAdvertisement",
                    new DBusPath(Advertisement.PATH));
        }
    }

    /**
     * Takes everything back.
     *
     * @param connected addresses of those who are sent away
     */
    void unmake(Iterable<String> connected) {
        stopAdvertising();
        try {
            bluez.set(GOING, adapter, "Pairable", false);
        } catch (BusException e) {
            LOG.debug("Pairable", e);
            if (e.name().equals(BusException.NO_REPLY)) {
                return; // it hangs, and so would the rest
            }
        }
        for (String address : connected) {
            attempt(adapter.device(address), Bluez.DEVICE, "Disconnect");
        }
        attempt(
                adapter.path(),
                Bluez.GATT_MANAGER,
                "UnregisterApplication",
                new DBusPath(Application.PATH));
        if (options.agent() && options.pairing()) {
            attempt(ROOT, AGENT_MANAGER, "UnregisterAgent", new DBusPath(PairingAgent.PATH));
        }
        if (switchedOn && !options.keepOn()) {
            try {
                bluez.set(GOING, adapter, "Powered", false);
            } catch (BusException e) {
                LOG.debug("Powered", e);
            }
        }
    }

    /**
     * Has BlueZ forget a device, which has to pair anew.
     *
     * @return false when BlueZ may know it still
     */
    boolean forget(String address) {
        try {
            bluez.call(
                    LIMIT,
                    adapter.path(),
                    Bluez.ADAPTER,
                    "RemoveDevice",
                    "o",
                    new DBusPath(adapter.device(address)));
            return true;
        } catch (BusException e) {
            boolean unknown = e.name().endsWith(".DoesNotExist");
            if (!unknown) {
                LOG.warn("Bluetooth: {} is still paired: {}", address, e.getMessage());
            }
            return unknown;
        }
    }

    private void attempt(String path, String type, String method, DBusPath... of) {
        try {
            bluez.call(GOING, path, type, method, "o".repeat(of.length), (Object[]) of);
        } catch (BusException e) {
            LOG.debug("{} of {}", method, path, e); // it was not there, or is gone with BlueZ
        }
    }
}
