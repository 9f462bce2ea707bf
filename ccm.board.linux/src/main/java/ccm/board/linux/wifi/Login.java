package ccm.board.linux.wifi;

import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.api.wifi.WifiJoin;
import ccm.api.wifi.WifiNetwork.Protection;
import java.util.List;
import java.util.Optional;

/** How to log in to a network. */
enum Login {
    OPEN,
    OWE,
    WEP,
    PSK,
    SAE,
    ENTERPRISE;

    private static final int HEX_KEY = 64;
    private static final int SHORTEST = 8;
    private static final int LONGEST = 63;

    /** How to log in, as the strongest of the access points wants it. */
    static Login of(WifiJoin request, List<SeenPoint> points) throws WifiException {
        Optional<SeenPoint> best =
                points.stream().max((one, other) -> one.percent() - other.percent());
        boolean secret = !request.password().isEmpty();
        if (request.enterprise().isPresent()) {
            return ENTERPRISE;
        }
        Protection protection =
                best.map(SeenPoint::protection).orElse(secret ? Protection.WPA2 : Protection.OPEN);
        if (protection == Protection.ENTERPRISE) {
            throw Refusals.failed(
                    Kind.UNSUPPORTED,
                    request.ssid(),
                    "an enterprise network, which wants a user besides the password. Set"
                            + " wifi.sta.user, or choose another network");
        }
        if (protection == Protection.OPEN) {
            if (secret) {
                throw Refusals.failed(
                        Kind.REFUSED,
                        request.ssid(),
                        "has no password, but one was given. Leave it empty if this is the right"
                                + " network");
            }
            return best.filter(SeenPoint::enhancedOpen).isPresent() ? OWE : OPEN;
        }
        if (!secret) {
            throw Refusals.wrongPassword(request.ssid(), false);
        }
        if (protection == Protection.WEP) {
            return WEP;
        }
        if (protection == Protection.WPA3) {
            return SAE;
        }
        if (!length(request.password())) {
            throw Refusals.failed(
                    Kind.WRONG_PASSWORD,
                    request.ssid(),
                    "wrong password: one of this network has 8 to 63 characters");
        }
        return PSK;
    }

    static boolean length(String password) {
        return password.length() >= SHORTEST && password.length() <= LONGEST
                || password.matches("[0-9a-fA-F]{" + HEX_KEY + "}");
    }
}
