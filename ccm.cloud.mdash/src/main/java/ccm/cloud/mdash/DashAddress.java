package ccm.cloud.mdash;

import ccm.api.cloud.CloudException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where mDash is.
 *
 * @param secure true for TLS
 * @param path with its query
 */
record DashAddress(boolean secure, String host, int port, String path) {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?", Pattern.CASE_INSENSITIVE);
    private static final String DEFAULT_PATH = "/api/v2/rpc";
    private static final int TLS_PORT = 443;
    private static final int PLAIN_PORT = 80;
    private static final int LAST_PORT = 65_535;

    /**
     * Reads {@code dash.server}.
     *
     * @throws CloudException says what is wrong with it
     */
    static DashAddress of(String server) throws CloudException {
        URI uri = uri(server.trim());
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("wss") && !scheme.equals("ws")) {
            throw fault(server, "must begin with wss://");
        }
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getPort() > LAST_PORT) {
            throw fault(server, "write wss://HOST/PATH or wss://HOST:PORT/PATH");
        }
        boolean secure = scheme.equals("wss");
        if (!secure && !LOOPBACK.matcher(uri.getHost()).matches()) {
            throw fault(
                    server,
                    "ws:// would send the token in the clear, and is for this machine alone. write"
                            + " wss://");
        }
        int usual = secure ? TLS_PORT : PLAIN_PORT;
        return new DashAddress(
                secure, host(uri), uri.getPort() > 0 ? uri.getPort() : usual, path(uri));
    }

    private static URI uri(String server) throws CloudException {
        try {
            return new URI(server);
        } catch (URISyntaxException e) {
            throw fault(server, "no URL. write wss://HOST/PATH");
        }
    }

    /** An IPv6 address without its brackets. */
    private static String host(URI uri) {
        return uri.getHost().replaceAll("[\\[\\]]", "");
    }

    private static String path(URI uri) {
        String path = uri.getRawPath();
        String query = uri.getRawQuery();
        return (path == null || path.isEmpty() || path.equals("/") ? DEFAULT_PATH : path)
                + (query == null ? "" : "?" + query);
    }

    private static CloudException fault(String server, String text) {
        return DashSettings.fault("server", "is \"" + server + "\": " + text);
    }

    /** As a header and people have it. */
    String authority() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == (secure ? TLS_PORT : PLAIN_PORT) ? name : name + ":" + port;
    }

    /** What the header {@code Origin} says. */
    String origin() {
        return (secure ? "https://" : "http://") + authority();
    }

    @Override
    public String toString() {
        return (secure ? "wss://" : "ws://") + authority();
    }
}
