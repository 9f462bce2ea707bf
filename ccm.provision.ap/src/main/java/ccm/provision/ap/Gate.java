package ccm.provision.ap;

import ccm.parts.http.Refusal;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Keeps pages of other sites away. Such a page may send requests here when the phone that shows it
 * is in the gateway's network; its browser tells on it by the fields that it sends along.
 */
final class Gate {
    private static final Pattern LOOKS =
            Pattern.compile("([A-Za-z0-9_:-]+\\.)*(Status|Scan|List|Ping|Get[A-Za-z]*)");

    private final DoorSettings settings;

    Gate(DoorSettings settings) {
        this.settings = settings;
    }

    /**
     * True when the request names this server: a name that somebody else made lead here does not.
     */
    boolean isOwn(Ask ask) {
        return settings.isOwn(ask.header("Host"));
    }

    /** True when no page of another site is known to have sent it. */
    boolean isOurs(Ask ask) {
        String site = ask.header("Sec-Fetch-Site");
        boolean cross = !site.isEmpty() && !site.equals("none") && !site.equals("same-origin");
        String origin = ask.header("Origin");
        return !cross && (origin.isEmpty() || isSame(origin, ask.header("Host")));
    }

    /** Lets a call of a method in, or says why not. */
    void admit(Ask ask) throws Refusal {
        if (!isOwn(ask)) {
            throw new Refusal(
                    Refusal.FORBIDDEN,
                    "not under this name. Call " + settings.address() + " itself");
        }
        if (!isOurs(ask)) {
            throw new Refusal(Refusal.FORBIDDEN, "not from another site's page");
        }
    }

    /**
     * Lets a method in. What a browser sends without saying for which page may be a page's image or
     * form: it may look, but change nothing.
     */
    void admit(Ask ask, String method) throws Refusal {
        boolean known =
                !ask.isFromBrowser()
                        || !ask.header("Origin").isEmpty()
                        || ask.isPost()
                                && ask.header("Content-Type").startsWith("application/json");
        if (!known && !LOOKS.matcher(method).matches()) {
            throw new Refusal(
                    Refusal.FORBIDDEN,
                    "a browser has to POST " + method + " with Content-Type: application/json");
        }
    }

    private static boolean isSame(String origin, String host) {
        try {
            URI uri = URI.create(origin);
            return uri.getAuthority() != null && uri.getAuthority().equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
