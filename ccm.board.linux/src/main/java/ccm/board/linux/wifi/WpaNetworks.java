package ccm.board.linux.wifi;

import ccm.parts.dbus.Bus;
import ccm.parts.dbus.BusException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The networks that a radio of wpa_supplicant's has been told of, by us and by others. */
final class WpaNetworks {
    /** The path of no network. */
    static final String NOTHING = "/";

    private static final Logger LOG = LoggerFactory.getLogger(WpaNetworks.class);
    private static final String NETWORK = WpaService.NAME + ".Network";
    private static final Duration QUICK = Duration.ofSeconds(5);

    private final Bus bus;
    private final String radio;
    private final String name;

    WpaNetworks(Bus bus, String radio, String name) {
        this.bus = bus;
        this.radio = radio;
        this.name = name;
    }

    /** The one that is joined or tried. */
    String current() throws BusException {
        return String.valueOf(
                bus.get(WpaService.NAME, radio, WpaService.INTERFACE, "CurrentNetwork"));
    }

    /**
     * Removes what an earlier run has left.
     *
     * @return the network that it joined, which stays
     */
    String adopt() {
        String joined = NOTHING;
        try {
            String current = current();
            boolean removed = false;
            for (String network : all()) {
                if (isOurs(network) && network.equals(current)) {
                    LOG.info("{}: goes on with the network of an earlier run", name);
                    joined = network;
                } else if (isOurs(network)) {
                    remove(network);
                    removed = true;
                }
            }
            if (removed && joined.equals(NOTHING)) {
                restore(NOTHING);
            }
        } catch (BusException e) {
            LOG.warn("{}: what an earlier run has left is not known: {}", name, e.getMessage());
        }
        return joined;
    }

    void select(String network) throws BusException {
        call("SelectNetwork", network);
    }

    void remove(String network) {
        try {
            call("RemoveNetwork", network);
        } catch (BusException e) {
            LOG.debug("{}: {} was gone already", name, network, e);
        }
    }

    /** Selecting one has switched the others off: they are on again, whoever made them. */
    void restore(String before) {
        try {
            if (!before.equals(NOTHING)) {
                select(before);
            }
            for (String network : all()) {
                bus.set(WpaService.NAME, network, NETWORK, "Enabled", Values.yes(true));
            }
        } catch (BusException e) {
            LOG.warn("{}: what was joined before cannot be joined again", name, e);
        }
    }

    private List<String> all() throws BusException {
        Object all = bus.get(WpaService.NAME, radio, WpaService.INTERFACE, "Networks");
        return NetworkManager.list(all).stream().map(Object::toString).toList();
    }

    private boolean isOurs(String network) {
        try {
            return WpaNetwork.isOurs(bus.get(WpaService.NAME, network, NETWORK, "Properties"));
        } catch (BusException e) {
            return false; // gone meanwhile
        }
    }

    private void call(String method, String network) throws BusException {
        bus.call(
                QUICK,
                WpaService.NAME,
                radio,
                WpaService.INTERFACE,
                method,
                "o",
                Values.path(network));
    }
}
