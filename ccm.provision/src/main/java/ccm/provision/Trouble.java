package ccm.provision;

import ccm.api.cloud.CloudState;
import ccm.api.cloud.Fault;
import ccm.api.rpc.RpcException;
import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a try failed.
 *
 * @param kind for programs, as {@link ccm.api.provision.ProvisionStatus.Attempt#kind}
 * @param text for customers: what is wrong and what to do
 */
record Trouble(String kind, String text) {
    private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);
    private static final Set<String> WRONG_INPUT =
            Set.of("wrong_password", "not_found", "unsupported");
    private static final int SHORTEST_PASSWORD = 5; // that of a very old network
    private static final int LONGEST_PASSWORD = 63;
    private static final Instant BUILT = Instant.parse("2024-01-01T00:00:00Z");

    /** What the radio says. */
    static Trouble of(String ssid, WifiException e) {
        String name = '"' + ssid + '"';
        String text =
                switch (e.kind()) {
                    case WRONG_PASSWORD ->
                            "The password of "
                                    + name
                                    + " is wrong. Type it again: capital and small letters"
                                    + " differ.";
                    case NOT_FOUND ->
                            "There is no network "
                                    + name
                                    + " in reach. Is the name spelt right, the router on and near"
                                    + " enough?";
                    case NO_ADDRESS ->
                            name
                                    + " let this device in and gave it no address. Restart the"
                                    + " router; it may have no address left (DHCP).";
                    case REFUSED ->
                            name
                                    + " turned this device down. The router may let known devices"
                                    + " in only, or want another kind of login.";
                    case UNSUPPORTED ->
                            name + " cannot be joined by this device: " + e.getMessage();
                    case RADIO_OFF ->
                            "The WiFi radio of this device is switched off: " + e.getMessage();
                    case UNAVAILABLE ->
                            "WiFi is not available on this device now: " + e.getMessage();
                    case TIMEOUT ->
                            name
                                    + " did not let this device in in time. Check the password; when"
                                    + " it is right, move this device nearer to the router.";
                    case BUSY -> "The WiFi radio is busy. Try again in a moment.";
                };
        return new Trouble(e.kind().name().toLowerCase(Locale.ROOT), text);
    }

    /** Why no radio need be asked: no network has such a password. Empty when one may have. */
    static Optional<Trouble> hopeless(Station station) {
        int length = station.ask().password().length();
        boolean possible =
                length == 0
                        || length >= SHORTEST_PASSWORD && length <= LONGEST_PASSWORD
                        || station.ask().enterprise().isPresent();
        return possible
                ? Optional.empty()
                : Optional.of(
                        new Trouble(
                                "wrong_password",
                                "The password of \""
                                        + station.ssid()
                                        + "\" cannot be right: one of WiFi has 8 to 63"
                                        + " characters. Type it again."));
    }

    /** The radio went away, or answers nothing that we know. */
    static Trouble unexpected(String ssid, Throwable e) {
        if (e instanceof WifiException known) {
            return of(ssid, known);
        }
        LOG.error("{}: not joined, for a reason that nobody foresaw", ssid, e);
        return of(ssid, new WifiException(Kind.UNAVAILABLE, "the log says more", e));
    }

    /** What a cloud says after its time was over. */
    static Trouble of(String ssid, String cloud, CloudState state, Instant now) {
        String joined = '"' + ssid + "\" was joined, ";
        String reason = state.reason().isEmpty() ? "" : " (" + state.reason() + ")";
        Optional<String> clock = clock(state, now);
        if (clock.isPresent()) {
            return new Trouble("no_internet", joined + "but this" + clock.get());
        }
        return switch (state.fault()) {
            case CREDENTIALS, POLICY, DUPLICATE, THROTTLED ->
                    new Trouble(
                            "cloud_refused",
                            joined
                                    + "and the internet is there, but the cloud "
                                    + cloud
                                    + " does not take this device. The WiFi password is right; ask"
                                    + " who sold the device"
                                    + reason
                                    + ".");
            case TLS ->
                    new Trouble(
                            "no_internet",
                            joined
                                    + "but something else answers in place of the cloud "
                                    + cloud
                                    + ". A network with a login page does that: use another one"
                                    + reason
                                    + ".");
            default ->
                    new Trouble(
                            "no_internet",
                            joined
                                    + "but the cloud "
                                    + cloud
                                    + " cannot be reached through it. Does the router have"
                                    + " internet, without a page to log in?"
                                    + reason);
        };
    }

    /** Why a gateway that is in a network is not connected to this cloud; empty when it is. */
    static String waiting(CloudState state, Instant now) {
        boolean unset = !state.ready() && state.fault() != Fault.SETTINGS;
        return unset
                ? clock(state, now).map("This"::concat).orElse(state.reason())
                : state.reason();
    }

    /** The end of a sentence about a device whose clock nobody has set. */
    private static Optional<String> clock(CloudState state, Instant now) {
        return state.fault() == Fault.CLOCK || now.isBefore(BUILT)
                ? Optional.of(
                        " device's clock says "
                                + now.atZone(ZoneOffset.UTC).toLocalDate()
                                + " and no time server in the internet has set it right, so that no"
                                + " cloud can be trusted. Does the network let it reach the"
                                + " internet?")
                : Optional.empty();
    }

    /** As the caller of a method gets it. */
    RpcException error(String method) {
        return new RpcException(
                WRONG_INPUT.contains(kind)
                        ? RpcException.INVALID_PARAMS
                        : RpcException.INTERNAL_ERROR,
                method + ": " + text);
    }
}
