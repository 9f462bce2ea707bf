package ccm.provision.ble.bluez;

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

    private final Bus bus;
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
            Bus bus,
            BluezOptions options,
            String owner,
            Objects.Adapter adapter,
            boolean switchedOn) {
        this.bus = bus;
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
            bus.bluez(
                    LIMIT,
                    adapter.path(),
                    BluezServer.GATT_MANAGER,
                    "RegisterApplication",
                    new DBusPath(Application.PATH),
                    Map.of());
            if (options.agent() && options.pairing()) {
                DBusPath agent = new DBusPath(PairingAgent.PATH);
                bus.bluez(LIMIT, ROOT, AGENT_MANAGER, "RegisterAgent", agent, "NoInputNoOutput");
                bus.bluez(LIMIT, ROOT, AGENT_MANAGER, "RequestDefaultAgent", agent);
            }
            bus.set(LIMIT, adapter.path(), BluezServer.ADAPTER, "Pairable", options.pairing());
            advertise();
        } catch (BusException e) {
            unmake(List.of());
            throw e;
        }
    }

    /** Announces us, also once more after BlueZ has taken that away. */
    void advertise() throws BusException {
        if (!options.advertised().isEmpty()) {
            bus.bluez(
                    LIMIT,
                    adapter.path(),
                    BluezServer.AD_MANAGER,
                    "RegisterAdvertisement",
                    new DBusPath(Advertisement.PATH),
                    Map.of());
        }
    }

    /** Nobody new finds us; who is connected stays. */
    void stopAdvertising() {
        if (!options.advertised().isEmpty()) {
            attempt(
                    adapter.path(),
                    BluezServer.AD_MANAGER,
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
            bus.set(GOING, adapter.path(), BluezServer.ADAPTER, "Pairable", false);
        } catch (BusException e) {
            LOG.debug("Pairable", e);
            if (e.name().endsWith(".NoReply")) {
                return; // it hangs, and so would the rest
            }
        }
        for (String address : connected) {
            attempt(adapter.device(address), "org.bluez.Device1", "Disconnect");
        }
        attempt(
                adapter.path(),
                BluezServer.GATT_MANAGER,
                "UnregisterApplication",
                new DBusPath(Application.PATH));
        if (options.agent() && options.pairing()) {
            attempt(ROOT, AGENT_MANAGER, "UnregisterAgent", new DBusPath(PairingAgent.PATH));
        }
        if (switchedOn && !options.keepOn()) {
            try {
                bus.set(GOING, adapter.path(), BluezServer.ADAPTER, "Powered", false);
            } catch (BusException e) {
                LOG.debug("Powered", e);
            }
        }
    }

    /** Has BlueZ forget a device, which has to pair anew. */
    void forget(String address) {
        attempt(
                adapter.path(),
                BluezServer.ADAPTER,
                "RemoveDevice",
                new DBusPath(adapter.device(address)));
    }

    private void attempt(String path, String type, String method, Object... args) {
        try {
            bus.bluez(GOING, path, type, method, args);
        } catch (BusException e) {
            LOG.debug("{} of {}", method, path, e); // it was not there, or is gone with BlueZ
        }
    }
}
