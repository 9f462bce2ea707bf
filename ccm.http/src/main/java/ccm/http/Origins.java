package ccm.http;

import ccm.api.rpc.RpcPeer;
import ccm.api.rpc.RpcPeer.Zone;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Tells programs of this machine from the web pages that a browser on it shows. A page may send
 * requests to 127.0.0.1, or to a name of its own that leads there, but its browser always tells on
 * it: with the name in {@code Host}, with {@code Origin}, or with {@code Sec-Fetch-Site}.
 */
final class Origins {
    /**
     * What the {@code mos} tool sends. No browser can: an origin ends without a slash (RFC 6454,
     * section 6.2), even that of a page of this very host.
     */
    private static final String TOOL = "https://api.cesanta.com/";

    private static final String TOOL_PROTOCOL = "clubby.cesanta.com";
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d{1,5})?");
    private static final Set<String> FORWARDED = Set.of("Forwarded", "X-Forwarded-For", "Via");
    private static final String EVERYBODY = "*";

    private final Set<String> allowed = new TreeSet<>();

    /**
     * Makes them.
     *
     * @param configured {@code http.cors_origins}: origins behind each other with commas between,
     *     or {@code *}
     */
    Origins(String configured) {
        for (String origin : configured.split("[,\\s]+")) {
            if (!origin.isEmpty()) {
                allowed.add(origin.toLowerCase(Locale.ROOT).replaceAll("/$", ""));
            }
        }
    }

    /** Who sends a request with these header fields from that address. */
    Caller judge(String channel, InetAddress from, Headers headers) {
        String origin = origin(headers);
        Caller.Page page = page(origin, headers);
        boolean near =
                from.isLoopbackAddress()
                        && page == Caller.Page.OURS
                        && LOOPBACK.matcher(headers.get("Host").toLowerCase(Locale.ROOT)).matches()
                        && !doubtful(origin, headers);
        RpcPeer peer =
                new RpcPeer(channel, from.getHostAddress(), near ? Zone.LOCAL : Zone.NETWORK);
        return new Caller(peer, page, origin);
    }

    private Caller.Page page(String origin, Headers headers) {
        boolean ours = origin.isEmpty() ? notCrossSite(headers) : same(origin, headers.get("Host"));
        if (ours) {
            return Caller.Page.OURS;
        }
        if (allowed.contains(origin.toLowerCase(Locale.ROOT))) {
            return Caller.Page.ALLOWED;
        }
        return allowed.contains(EVERYBODY) ? Caller.Page.ANYBODY : Caller.Page.FOREIGN;
    }

    /** What a link or an image of another site's page sends has no origin, but this. */
    private static boolean notCrossSite(Headers headers) {
        String site = headers.get("Sec-Fetch-Site");
        return site.isEmpty() || site.equals("none") || site.equals("same-origin");
    }

    /** Passed on by a proxy, or by a browser too old to tell: not known to be near. */
    private static boolean doubtful(String origin, Headers headers) {
        boolean mute = origin.isEmpty() && headers.get("Sec-Fetch-Site").isEmpty();
        return mute && headers.get("User-Agent").startsWith("Mozilla/")
                || FORWARDED.stream().anyMatch(name -> !headers.get(name).isEmpty());
    }

    private static String origin(Headers headers) {
        String origin = headers.get("Origin");
        boolean tool =
                origin.equals(TOOL) && headers.get("Sec-WebSocket-Protocol").equals(TOOL_PROTOCOL);
        return tool ? "" : origin;
    }

    private static boolean same(String origin, String host) {
        try {
            URI uri = URI.create(origin);
            return uri.getAuthority() != null && uri.getAuthority().equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
