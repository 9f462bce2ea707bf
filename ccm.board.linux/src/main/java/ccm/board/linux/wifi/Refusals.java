package ccm.board.linux.wifi;

import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.parts.dbus.BusException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words of a customer for the reasons of NetworkManager. */
final class Refusals {
    private static final int IP_CONFIG = 70;
    private static final int NEED_AUTH = 60;

    private static final Pattern PROPERTY =
            Pattern.compile("(802-[0-9x]+[a-z0-9-]*|ipv[46]|connection)\\.[a-z0-9-]+");

    private Refusals() {}

    /**
     * Why a network was not joined.
     *
     * @param ssid the network
     * @param reason the device's reason
     * @param state the last state before it failed
     * @param secret whether it was tried with a password
     */
    static WifiException ofJoin(String ssid, int reason, int state, boolean secret) {
        return switch (reason) {
            case 7 -> wrongPassword(ssid, secret);
            case 8, 10, 11 ->
                    state == NEED_AUTH && secret ? wrongPassword(ssid, true) : turnedDown(ssid);
            case 9 ->
                    failed(
                            Kind.UNSUPPORTED,
                            ssid,
                            "this radio cannot do the protection that the network wants. Choose"
                                    + " another network, or WPA2 in the access point");
            case 53 -> notFound(ssid);
            case 5, 6, 15, 16, 17, 64 -> noAddress(ssid);
            case 4 ->
                    state >= IP_CONFIG
                            ? noAddress(ssid)
                            : failed(
                                    Kind.REFUSED,
                                    ssid,
                                    "the radio could not be set up for it. Try again");
            case 35 ->
                    failed(
                            Kind.UNSUPPORTED,
                            ssid,
                            "the radio lacks its firmware. Install the package with it");
            case 36, 42 ->
                    failed(Kind.UNAVAILABLE, ssid, "the radio went away meanwhile. Try again");
            case 37 ->
                    failed(Kind.UNAVAILABLE, ssid, "the system is going to sleep. Try again later");
            case 38, 39, 60 ->
                    failed(
                            Kind.BUSY,
                            ssid,
                            "another program of this system took the radio. Try again");
            default ->
                    state >= IP_CONFIG
                            ? noAddress(ssid)
                            : failed(
                                    Kind.REFUSED,
                                    ssid,
                                    "could not be joined (reason " + reason + "). Try again");
        };
    }

    /** Why it was not joined in time. */
    static WifiException late(String ssid, int state, boolean seen) {
        if (state >= IP_CONFIG) {
            return noAddress(ssid);
        }
        if (!seen) {
            return notFound(ssid);
        }
        return failed(
                Kind.TIMEOUT,
                ssid,
                "did not let us in in time. It may be too weak here: move closer and try again");
    }

    static WifiException notFound(String ssid) {
        return failed(
                Kind.NOT_FOUND,
                ssid,
                "no network of that name is in reach. Check the name (capital letters count) and"
                        + " that it is switched on and near");
    }

    static WifiException wrongPassword(String ssid, boolean secret) {
        return failed(
                Kind.WRONG_PASSWORD,
                ssid,
                secret
                        ? "wrong password. Check it (capital letters count) and try again"
                        : "wants a password, and none was given. Type it and try again");
    }

    static WifiException turnedDown(String ssid) {
        return failed(
                Kind.REFUSED,
                ssid,
                "the access point turned us down. Check the password, or move closer to it");
    }

    static WifiException displaced(String ssid) {
        return failed(Kind.BUSY, ssid, "another network is tried in its place");
    }

    static WifiException noAddress(String ssid) {
        return failed(
                Kind.NO_ADDRESS,
                ssid,
                "let us in, but gave no address. Restart the router, or set a fixed address");
    }

    /** Why an access point was not opened. */
    static WifiException ofAccessPoint(String ssid, int reason) {
        return switch (reason) {
            case 18, 19 ->
                    failed(
                            Kind.UNAVAILABLE,
                            ssid,
                            "the access point cannot give addresses. Install dnsmasq-base, and see"
                                    + " that no other program has the network");
            case 9, 50 -> failed(Kind.UNSUPPORTED, ssid, "this radio cannot be an access point");
            case 36, 42 -> failed(Kind.UNAVAILABLE, ssid, "the radio went away meanwhile");
            default ->
                    failed(
                            Kind.REFUSED,
                            ssid,
                            "the access point could not be opened (reason " + reason + ")");
        };
    }

    /** A call that failed: rights, or the service. */
    static WifiException ofCall(String what, String runner, BusException e) {
        if (e.denied()) {
            return new WifiException(
                    Kind.UNAVAILABLE,
                    what
                            + ": the system does not let CCM change networks. Run CCM as root, or"
                            + " allow its user org.freedesktop.NetworkManager.* in polkit",
                    e);
        }
        if (e.name().contains("InvalidProperty") || e.name().contains("InvalidSetting")) {
            return new WifiException(
                    Kind.UNSUPPORTED,
                    what + ": " + runner + " does not take the setting " + property(e),
                    e);
        }
        return new WifiException(
                Kind.UNAVAILABLE, what + ": " + runner + " does not answer. Try again", e);
    }

    /** The name alone: what else such a text says might be a secret. */
    private static String property(BusException e) {
        Matcher name = PROPERTY.matcher(String.valueOf(e.getMessage()));
        return name.find() ? name.group() : "it was given";
    }

    static WifiException failed(Kind kind, String ssid, String words) {
        return new WifiException(kind, ssid + ": " + words);
    }
}
