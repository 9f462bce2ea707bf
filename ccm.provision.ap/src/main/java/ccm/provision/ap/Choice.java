package ccm.provision.ap;

import ccm.api.wifi.WifiNetwork;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A network that somebody chose, as it travels in a form: in hex, because a form changes line ends
 * and other characters that a name may have.
 *
 * @param ssid its name
 * @param utf8 false when the name's bytes are no UTF-8
 */
record Choice(String ssid, boolean utf8) {
    private static final String TEXT = "t";
    private static final String BYTES = "b";
    private static final int LONGEST = 200;

    static Choice of(WifiNetwork network) {
        return new Choice(network.ssid(), network.utf8());
    }

    /** What {@link #value} made; empty for anything else. */
    static Optional<Choice> of(String value) {
        if (value.length() < 3
                || value.length() > LONGEST
                || !value.startsWith(TEXT) && !value.startsWith(BYTES)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = HexFormat.of().parseHex(value.substring(1));
            String ssid = new String(bytes, StandardCharsets.UTF_8);
            return Optional.of(new Choice(ssid, value.startsWith(TEXT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String value() {
        byte[] bytes = ssid.getBytes(StandardCharsets.UTF_8);
        return (utf8 ? TEXT : BYTES) + HexFormat.of().formatHex(bytes);
    }
}
