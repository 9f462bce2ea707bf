package ccm.board.linux.wifi;

import ccm.parts.dbus.BusException;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.types.Variant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The networks that a radio of wpa_supplicant's has been told of, by us and by others. */
final class WpaNetworks {
    /** The path of no network. */
    static final String NOTHING = "/";

    private static final Logger LOG = LoggerFactory.getLogger(WpaNetworks.class);
    private static final String NETWORK = ".Network";

    private final WpaLine line;

    WpaNetworks(WpaLine line) {
        this.line = line;
    }

    String add(Map<String, Variant<?>> settings) throws BusException {
        return line.call("AddNetwork", "a{sv}", settings)[0].toString();
    }

    /** The one that is joined or tried. */
    String current() throws BusException {
        return String.valueOf(line.get("CurrentNetwork"));
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
                    LOG.info("{}: goes on with the network of an earlier run", line.name());
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
            LOG.warn(
                    "{}: what an earlier run has left is not known: {}",
                    line.name(),
                    e.getMessage());
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
            LOG.debug("{}: {} was gone already", line.name(), network, e);
        }
    }

    /** Selecting one has switched the others off: they are on again, whoever made them. */
    void restore(String before) {
        try {
            if (!before.equals(NOTHING)) {
                select(before);
            }
            for (String network : all()) {
                line.set(network, NETWORK, "Enabled", Values.yes(true));
            }
        } catch (BusException e) {
            LOG.warn("{}: what was joined before cannot be joined again", line.name(), e);
        }
    }

    private List<String> all() throws BusException {
        return NetworkManager.list(line.get("Networks")).stream().map(Object::toString).toList();
    }

    private boolean isOurs(String network) {
        try {
            return WpaNetwork.isOurs(line.all(network, NETWORK).get("Properties"));
        } catch (BusException e) {
            return false; // gone meanwhile
        }
    }

    private void call(String method, String network) throws BusException {
        line.call(method, "o", Values.path(network));
    }
}
